<?php
/**
 * What is now, after a quiz changed: the sentences of "Undo" and of teams that were paused.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Settings\Quiz\Words;

use Wayfinder\ContentPatch;
use Wayfinder\Settings\Quiz\Edit;

/**
 * Says what is now. Not what was done: after going back, the sentence of the former action would be wrong.
 *
 * @param array|null $before The quiz that was live; null for none.
 * @param array|null $after  The quiz that is live; null for none.
 */
function what_is_now( ?array $before, ?array $after ): string {
	if ( ! $after ) {
		/* translators: %s: a quiz's title. */
		return sprintf( __( '“%s” is not there any more.', 'wayfinder' ), $before['title'] ?? '' );
	}
	if ( ! $before ) {
		/* translators: %s: a quiz's title. */
		return sprintf( __( '“%s” is back.', 'wayfinder' ), $after['title'] );
	}

	$states = states( $before, $after );
	if ( $states && ContentPatch\apply( $before, array_map( static fn( $pair ) => $pair[1], $states ) ) === $after ) {
		return states_in_words( $before, $after );
	}

	$parts = parts_that_differ( $before, $after );

	return 1 === count( $parts ) && ! $states && ! isset( $parts['quiz'] )
		/* translators: %s: a team or step. */
		? sprintf( __( 'The texts of “%s” are as they were before.', 'wayfinder' ), reset( $parts ) )
		/* translators: %s: a quiz's title. */
		: sprintf( __( '“%s” is as it was before.', 'wayfinder' ), $after['title'] );
}

/**
 * Says which teams have another state now.
 *
 * @param array $before The quiz that was live.
 * @param array $after  The quiz that is live.
 */
function states_in_words( array $before, array $after ): string {
	$changed = states( $before, $after );
	$names   = array(
		'paused' => array(),
		'active' => array(),
	);
	foreach ( $after['teams'] as $slug => $team ) {
		if ( isset( $changed[ "teams.$slug.state" ] ) ) {
			$names[ $team['state'] ][] = $team['name'];
		}
	}

	$sentences = array();
	foreach ( array_filter( $names ) as $state => $teams ) {
		$sentences[] = count( $teams ) > 1
			/* translators: %s: a list of teams. */
			? sprintf( 'paused' === $state ? __( 'Paused: %s.', 'wayfinder' ) : __( 'Active again: %s.', 'wayfinder' ), implode( ', ', $teams ) )
			/* translators: %s: a team. */
			: sprintf( 'paused' === $state ? __( '%s is paused.', 'wayfinder' ) : __( '%s is active again.', 'wayfinder' ), $teams[0] );
	}

	return $sentences ? implode( ' ', $sentences ) : __( 'Teams were paused and made active again.', 'wayfinder' );
}

/**
 * The states that differ, by place.
 *
 * @param array $before A quiz.
 * @param array $after  Another.
 * @return array[]
 */
function states( array $before, array $after ): array {
	return array_filter( ContentPatch\differences( $before, $after ), static fn( $place ) => '.state' === substr( $place, -6 ), ARRAY_FILTER_USE_KEY );
}

/**
 * What the parts with other texts are called.
 *
 * @param array $before A quiz.
 * @param array $after  Another.
 * @return string[]
 */
function parts_that_differ( array $before, array $after ): array {
	return array_filter(
		Edit\parts( $after ),
		static fn( $part ) => Edit\texts_of( $before, (string) $part ) !== Edit\texts_of( $after, (string) $part ),
		ARRAY_FILTER_USE_KEY
	);
}

/**
 * The name of a former version: what was done to it, in quotation marks.
 *
 * @param string $what What was done, a sentence.
 */
function before( string $what ): string {
	$quoted = strtr( rtrim( $what, '.' ), array( '“' => '‘', '”' => '’' ) ); // phpcs:ignore WordPress.Arrays

	/* translators: %s: what was done, a sentence. */
	return sprintf( __( 'Before “%s”', 'wayfinder' ), $quoted );
}
