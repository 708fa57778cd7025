<?php
/**
 * What the routes under wayfinder/v1 take, as JSON schema.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Rest\Schemas;

use Wayfinder\Badges;

/**
 * The arguments of POST results.
 */
function results(): array {
	return array(
		'answers'      => array(
			'description' => __( 'Ids of the chosen answers.', 'wayfinder' ),
			'type'        => 'array',
			'items'       => array(
				'type'      => 'string',
				'maxLength' => 64,
			),
			'maxItems'    => 100,
			'required'    => true,
		),
		'content'      => array(
			'description' => __( 'The name of the quiz; empty for the standard one of this site.', 'wayfinder' ),
			'type'        => 'string',
			'maxLength'   => 40,
			'default'     => '',
		),
		'wants_mentor' => array(
			'description' => __( 'Whether the person would like a mentor.', 'wayfinder' ),
			'type'        => 'boolean',
			'default'     => false,
		),
	);
}

/**
 * The arguments of PUT people/{id}.
 */
function people(): array {
	return array(
		'version'     => array(
			'type'     => 'integer',
			'minimum'  => 1,
			'required' => true,
		),
		'application' => array(
			'type'       => array( 'object', 'null' ),
			'properties' => array(
				'state'        => array(
					'type'     => 'string',
					'pattern'  => '^[a-z][a-z_-]{0,39}$',
					'required' => true,
				),
				'submitted_at' => array(
					'type'     => 'string',
					'format'   => 'date-time',
					'required' => true,
				),
				'teams'        => array(
					'type'     => 'array',
					'items'    => array(
						'type'    => 'string',
						'pattern' => '^[a-z0-9-]{1,64}$',
					),
					'maxItems' => 20,
					'required' => true,
				),
			),
		),
	);
}

/**
 * The arguments of GET events.
 */
function events(): array {
	return array(
		'after'  => array(
			'description' => __( 'A cursor that an answer gave; 0 at first.', 'wayfinder' ),
			'type'        => 'integer',
			'minimum'     => 0,
			'maximum'     => 9007199254740991, // What JSON carries exactly.
			'default'     => 0,
		),
		'limit'  => array(
			'description' => __( 'How many events at most.', 'wayfinder' ),
			'type'        => 'integer',
			'minimum'     => 1,
			'maximum'     => \Wayfinder\EventsBook\MOST,
			'default'     => \Wayfinder\EventsBook\MOST,
		),
		'bodies' => array(
			'description' => __( 'Whether the bodies are wanted; without them nothing counts as received.', 'wayfinder' ),
			'type'        => 'boolean',
			'default'     => true,
		),
	);
}

/**
 * The arguments of POST badges.
 */
function badges(): array {
	return array(
		'badge'  => array(
			'type'     => 'string',
			'enum'     => array_keys( Badges\known() ),
			'required' => true,
		),
		'people' => array(
			'type'     => 'array',
			'items'    => array(
				'type'    => 'integer',
				'minimum' => 1,
			),
			'minItems' => 1,
			'maxItems' => 100,
			'required' => true,
		),
	);
}

/**
 * The arguments of POST counts; each may be missing.
 */
function counts(): array {
	return array(
		'content' => array(
			'type'    => 'string',
			'pattern' => '^([a-z0-9][a-z0-9-]{0,39})?$',
		),
		'started' => array( 'type' => 'boolean' ),
		'answers' => array(
			'description' => __( 'Ids of the chosen answers, with commas between them.', 'wayfinder' ),
			'type'        => 'string',
			'maxLength'   => 2000,
		),
		'handed'  => array(
			'description' => __( 'Teams whose link somebody followed.', 'wayfinder' ),
			'type'        => 'array',
			'items'       => array(
				'type'    => 'string',
				'pattern' => '^[a-z0-9-]{1,64}$',
			),
			'maxItems'    => \Wayfinder\Counts\MOST_HANDED,
		),
	);
}

/**
 * The arguments of PUT connection.
 */
function connection(): array {
	return array(
		'service_url' => array( 'type' => 'string' ),
		'secret'      => array( 'type' => 'string' ),
	);
}
