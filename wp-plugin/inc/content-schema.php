<?php
/**
 * The form of a quiz: what is wrong with one that somebody wrote. Its keys and values are in content-fields.php.
 *
 * Pure functions, for any input: what a stranger's JSON holds gives errors and never a warning of PHP.
 * content/schema.json says the same for people's editors; docs/quizzes.md says it for people.
 *
 * @package Wayfinder
 */

namespace Wayfinder\ContentSchema;

use Wayfinder\Orientation;

use const Wayfinder\ContentFields\DEFAULTS;
use const Wayfinder\ContentFields\RULES;

use function Wayfinder\ContentFields\error;
use function Wayfinder\ContentFields\fits;
use function Wayfinder\ContentFields\is_list;
use function Wayfinder\ContentFields\is_map;
use function Wayfinder\ContentFields\object_errors;
use function Wayfinder\ContentFields\shorten;

const MOST_BYTES       = 262144;
const DEEPEST          = 16;
const MOST_STEPS       = 6;
const MOST_OPTIONS     = 24;
const FEWEST_OPTIONS   = 2;
const MOST_OPTIONS_ALL = 60;
const FEWEST_TEAMS     = 3;
const MOST_TEAMS       = 60;
const HEAVIEST         = 3;

/**
 * Reads a quiz from JSON.
 *
 * @param string $json Bytes from anywhere.
 * @return array{content: array|null, errors: array[]} A complete quiz, or what is wrong.
 */
function read( string $json ): array {
	$json  = 0 === strpos( $json, "\xef\xbb\xbf" ) ? substr( $json, 3 ) : $json;
	$given = strlen( $json ) > MOST_BYTES ? null : json_decode( $json, true, DEEPEST );
	$what  = unreadable( $json, json_last_error() );

	$errors = $what ? array( error( 'quiz', $what ) ) : errors( $given );

	return array(
		'content' => $errors ? null : complete( $given ),
		'errors'  => $errors,
	);
}

/**
 * Why bytes are no JSON that we read; empty when they are.
 *
 * @param string $json  The bytes.
 * @param int    $fault What json_decode() said.
 */
function unreadable( string $json, int $fault ): string {
	if ( strlen( $json ) > MOST_BYTES ) {
		return 'too_large';
	}
	if ( '' === trim( $json ) ) {
		return 'nothing';
	}

	$known = array(
		JSON_ERROR_NONE  => '',
		JSON_ERROR_UTF8  => 'not_utf8',
		JSON_ERROR_DEPTH => 'too_deep',
	);

	return $known[ $fault ] ?? 'no_json';
}

/**
 * Fills in what a quiz may leave out. The address of the schema is only for editors.
 *
 * @param array $content A quiz without errors.
 */
function complete( array $content ): array {
	$content = completed( $content, 'quiz' );
	unset( $content['$schema'] );

	foreach ( $content['steps'] as $index => $step ) {
		$content['steps'][ $index ]         = completed( $step, 'step' );
		$content['steps'][ $index ]['hint'] = (string) ( $step['hint'] ?? '' );
	}
	foreach ( $content['teams'] as $slug => $team ) {
		$content['teams'][ $slug ] = completed( $team, 'team' );
	}

	return $content;
}

/**
 * Gives an object with every key, in the usual order.
 *
 * @param array  $given The object.
 * @param string $kind  A key of RULES.
 */
function completed( array $given, string $kind ): array {
	return array_merge( array_fill_keys( array_keys( RULES[ $kind ] ), null ), DEFAULTS[ $kind ], $given );
}

/**
 * Lists what is wrong with a quiz.
 *
 * @param mixed $content Anything.
 * @return array[] Each with "at" (the place, in the content's own words), "what" (see ContentWords\sentence()) and "with".
 */
function errors( $content ): array {
	if ( ! is_map( $content ) ) {
		return array( error( 'quiz', 'no_map' ) );
	}

	$errors = object_errors( $content, 'quiz', '' );
	if ( ! is_list( $content['steps'] ?? null ) || ! is_map( $content['teams'] ?? null ) ) {
		return $errors;
	}

	return array_merge( $errors, teams_errors( $content['teams'] ), steps_errors( $content['steps'], $content['teams'] ) );
}

/**
 * What is wrong with the teams.
 *
 * @param array $teams By slug.
 */
function teams_errors( array $teams ): array {
	$errors = array();
	$active = 0;

	if ( count( $teams ) > MOST_TEAMS ) {
		$errors[] = error( 'teams', 'too_many', count( $teams ), MOST_TEAMS );
	}
	foreach ( array_slice( $teams, 0, MOST_TEAMS, true ) as $slug => $team ) {
		$at      = 'teams.' . shorten( $slug );
		$active += is_active( $team ) ? 1 : 0;

		if ( ! fits( (string) $slug, 'team' ) ) {
			$errors[] = error( $at, 'bad_team' );
		}
		$errors = array_merge( $errors, is_map( $team ) ? object_errors( $team, 'team', $at . '.' ) : array( error( $at, 'no_map' ) ) );
	}
	if ( $active < FEWEST_TEAMS ) {
		$errors[] = error( 'teams', 'few_active', $active, FEWEST_TEAMS );
	}

	return $errors;
}

/**
 * What is wrong with the steps.
 *
 * @param array $steps The steps.
 * @param array $teams The teams they lead to, by slug.
 */
function steps_errors( array $steps, array $teams ): array {
	$errors = array();
	$ids    = array();
	$asked  = array();

	if ( ! $steps ) {
		return array( error( 'steps', 'no_steps' ) );
	}
	if ( count( $steps ) > MOST_STEPS ) {
		$errors[] = error( 'steps', 'too_many', count( $steps ), MOST_STEPS );
	}
	foreach ( array_slice( $steps, 0, MOST_STEPS ) as $index => $step ) {
		if ( ! is_map( $step ) ) {
			$errors[] = error( 'step ' . ( $index + 1 ), 'no_map' );
			continue;
		}
		$id     = is_string( $step['id'] ?? null ) ? $step['id'] : '';
		$name   = fits( $id, 'step' ) ? $id : (string) ( $index + 1 );
		$at     = fits( $id, 'step' ) ? "step \"$id\"" : 'step ' . $name;
		$ids[]  = $id;
		$errors = array_merge( $errors, object_errors( $step, 'step', "steps.$name." ), options_errors( $step['options'] ?? null, $at, $teams ) );
		$asked  = array_merge( $asked, is_list( $step['options'] ?? null ) ? array_column( array_filter( $step['options'], 'is_array' ), 'id' ) : array() );
	}

	return array_merge( $errors, twice( 'steps', $ids ), answers_errors( $asked ) );
}

/**
 * What is wrong with all answers together: an address must be able to hold them.
 *
 * @param array $ids Their ids, or what stands in their place.
 */
function answers_errors( array $ids ): array {
	$ids    = array_filter( $ids, 'is_string' );
	$errors = twice( 'options', $ids );

	if ( count( $ids ) > MOST_OPTIONS_ALL ) {
		$errors[] = error( 'options', 'too_many', count( $ids ), MOST_OPTIONS_ALL );
	} elseif ( strlen( implode( ',', $ids ) ) > Orientation\MOST_CHARACTERS ) {
		$errors[] = error( 'options', 'ids_too_long', Orientation\MOST_CHARACTERS );
	}

	return $errors;
}

/**
 * What is wrong with a step's options.
 *
 * @param mixed  $options Anything.
 * @param string $at      The step.
 * @param array  $teams   All teams, by slug.
 */
function options_errors( $options, string $at, array $teams ): array {
	if ( ! is_list( $options ) ) {
		return array(); // Said already, where the key is.
	}
	if ( ! $options ) {
		return array( error( $at, 'no_options' ) );
	}

	$errors = array();
	if ( count( $options ) < FEWEST_OPTIONS || count( $options ) > MOST_OPTIONS ) {
		$errors[] = error( $at, 'options_count', count( $options ), FEWEST_OPTIONS, MOST_OPTIONS );
	}
	if ( ! array_filter( $options, __NAMESPACE__ . '\is_asked' ) ) {
		$errors[] = error( $at, 'all_paused' );
	}
	foreach ( array_slice( $options, 0, MOST_OPTIONS ) as $index => $option ) {
		$errors = array_merge( $errors, option_errors( $option, "$at, option " . ( $index + 1 ), $teams ) );
	}

	return $errors;
}

/**
 * What is wrong with an option.
 *
 * @param mixed  $option Anything.
 * @param string $at     Where it stands, if it has no id of its own.
 * @param array  $teams  All teams, by slug.
 */
function option_errors( $option, string $at, array $teams ): array {
	if ( ! is_map( $option ) ) {
		return array( error( $at, 'no_map' ) );
	}

	$has_id = is_string( $option['id'] ?? null ) && fits( $option['id'], 'option' );
	$at     = $has_id ? $option['id'] : $at;
	$errors = object_errors( $option, 'option', $has_id ? $at . '.' : $at . ': ' );
	$named  = is_map( $option['teams'] ?? null ) ? $option['teams'] : array();

	foreach ( array_slice( $named, 0, MOST_TEAMS, true ) as $slug => $weight ) {
		if ( ! isset( $teams[ $slug ] ) ) {
			$errors[] = error( $at, 'unknown_team', shorten( $slug ) );
		} elseif ( ! is_int( $weight ) || $weight < 1 || $weight > HEAVIEST ) {
			$errors[] = error( $at, 'bad_weight', shorten( $slug ) );
		}
	}
	if ( ! array_filter( array_intersect_key( $teams, $named ), __NAMESPACE__ . '\is_active' ) ) {
		$errors[] = error( $at, 'no_active_team' );
	}

	return $errors;
}

/**
 * Whether an option is asked. What is no option is complained about elsewhere.
 *
 * @param mixed $option Anything.
 */
function is_asked( $option ): bool {
	return ! is_array( $option ) || 'paused' !== ( $option['state'] ?? 'active' );
}

/**
 * Whether a team can be recommended.
 *
 * @param mixed $team Anything.
 */
function is_active( $team ): bool {
	return is_array( $team ) && 'active' === ( $team['state'] ?? 'active' );
}

/**
 * The ids that stand twice.
 *
 * @param string   $at  What they are.
 * @param string[] $ids The ids.
 */
function twice( string $at, array $ids ): array {
	$errors = array();
	foreach ( array_count_values( array_filter( $ids, 'strlen' ) ) as $id => $count ) {
		if ( $count > 1 ) {
			$errors[] = error( $at, 'twice', shorten( $id ) );
		}
	}

	return $errors;
}
