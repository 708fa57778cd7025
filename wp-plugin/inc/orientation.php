<?php
/**
 * The orientation's rule: from ticked answers to three to five teams, with the reasons.
 *
 * Pure functions without output. The same rule stands in blocks/orientation/rule.js; tests/contract/ holds both to the
 * same results. The rule in words, and why it is this one: docs/orientation.md.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Orientation;

const MOST_ANSWERS    = 64;
const MOST_CHARACTERS = 2000;
const FEWEST_TEAMS    = 3;
const MOST_TEAMS      = 5;

/**
 * Lists the steps that ask something, each with the answers that are not paused.
 *
 * @param array $content As content/orientation.php.
 * @return array[]
 */
function steps( array $content ): array {
	$steps = array();
	foreach ( $content['steps'] as $step ) {
		$step['options'] = array_values(
			array_filter(
				$step['options'],
				static function ( array $option ): bool {
					return 'paused' !== ( $option['state'] ?? 'active' );
				}
			)
		);
		if ( $step['options'] ) {
			$steps[] = $step;
		}
	}
	return $steps;
}

/**
 * Lists the answers a visitor can give.
 *
 * @param array $content As content/orientation.php; an option whose state is "paused" is not asked.
 * @return array<string, array> Options by id, in content order.
 */
function options( array $content ): array {
	$options = array();
	foreach ( steps( $content ) as $step ) {
		foreach ( $step['options'] as $option ) {
			$options[ $option['id'] ] = $option;
		}
	}
	return $options;
}

/**
 * Reads answers from an address or a request. Safe for any input.
 *
 * @param mixed $raw     A string "a,b,c", or a list of such strings.
 * @param array $content As content/orientation.php.
 * @return array{answers: string[], ignored: string[]} Known ids in content order, each once; and what was left out
 *                       (unknown, given twice, or "…" for what was too much), to be escaped before it is shown.
 */
function read_answers( $raw, array $content ): array {
	$known   = options( $content );
	$given   = array();
	$ignored = array();
	foreach ( words( $raw ) as $word ) {
		if ( isset( $known[ $word ] ) && ! isset( $given[ $word ] ) ) {
			$given[ $word ] = true;
		} else {
			$ignored[ $word ] = true;
		}
	}
	return array(
		'answers' => array_map( 'strval', array_keys( array_intersect_key( $known, $given ) ) ),
		'ignored' => array_map( 'strval', array_keys( $ignored ) ),
	);
}

/**
 * Splits raw input into at most MOST_ANSWERS words of at most 64 bytes; the word "…" stands for the rest.
 *
 * @param mixed $raw Anything.
 * @return string[]
 */
function words( $raw ): array {
	$parts = is_array( $raw ) ? array_slice( $raw, 0, MOST_ANSWERS ) : array( $raw );
	$text  = implode( ',', array_map( __NAMESPACE__ . '\short_text', $parts ) );
	$words = explode( ',', substr( $text, 0, MOST_CHARACTERS ), MOST_ANSWERS + 1 );
	$rest  = strlen( $text ) > MOST_CHARACTERS || count( $words ) > MOST_ANSWERS || ( is_array( $raw ) && count( $raw ) > MOST_ANSWERS );
	$words = array_slice( $words, 0, MOST_ANSWERS );
	$words = array_map( __NAMESPACE__ . '\clean_word', $words );
	$words = array_values( array_filter( $words, 'strlen' ) );
	return $rest ? array_merge( $words, array( '…' ) ) : $words;
}

/**
 * Takes no more of a value than can count; what is no text becomes "?".
 *
 * @param mixed $value Anything.
 */
function short_text( $value ): string {
	if ( null === $value ) {
		return '';
	}
	return is_string( $value ) ? substr( $value, 0, MOST_CHARACTERS + 1 ) : '?';
}

/**
 * Keeps the visible ASCII characters of a word, at most 64: ids have no others.
 *
 * @param string $word One part between commas.
 */
function clean_word( string $word ): string {
	return substr( (string) preg_replace( '/[^\x21-\x7e]+/', '', $word ), 0, 64 );
}

/**
 * Gives the teams that fit the answers.
 *
 * @param string[] $answers Option ids; unknown ones count nothing.
 * @param array    $content As content/orientation.php.
 * @return array<int, array{team: string, score: int, reasons: string[]}> Best first, three to five; none without an
 *                       answer. Reasons are the option ids that led there, strongest first.
 */
function recommend( array $answers, array $content ): array {
	return rank( $answers, compact( $content ) );
}

/**
 * Gives the content as small as the page needs it to apply the rule: active teams in order, and for each option its
 * id, then pairs of a team's place and its weight.
 *
 * @param array $content As content/orientation.php.
 * @return array{teams: string[], options: array<int, array>}
 */
function compact( array $content ): array {
	$teams = array();
	foreach ( $content['teams'] as $slug => $team ) {
		if ( 'active' === ( $team['state'] ?? 'active' ) ) {
			$teams[] = (string) $slug;
		}
	}

	$places  = array_flip( $teams );
	$options = array();
	foreach ( options( $content ) as $id => $option ) {
		$row = array( (string) $id );
		foreach ( $option['teams'] as $slug => $weight ) {
			if ( isset( $places[ $slug ] ) ) {
				array_push( $row, $places[ $slug ], (int) $weight );
			}
		}
		$options[] = $row;
	}
	return array(
		'teams'   => $teams,
		'options' => $options,
	);
}

/**
 * Applies the rule to the compact form; rule.js does the same, line by line.
 *
 * @param string[] $answers Option ids.
 * @param array    $weights As compact() gives it.
 * @return array<int, array{team: string, score: int, reasons: string[]}>
 */
function rank( array $answers, array $weights ): array {
	$teams = points( $answers, $weights );
	$best  = $teams ? $teams[0]['score'] : 0;
	$shown = array();
	foreach ( $teams as $place => $team ) {
		$close = $team['score'] > 0 && 3 * $team['score'] >= 2 * $best;
		if ( $place >= FEWEST_TEAMS && ( $place >= MOST_TEAMS || ! $close ) ) {
			break;
		}
		$shown[] = array(
			'team'    => $team['team'],
			'score'   => $team['score'],
			'reasons' => strongest_first( $team['reasons'] ),
		);
	}
	return $shown;
}

/**
 * Adds up each team's points and sorts the teams: most points first, equal ones in content order.
 *
 * @param string[] $answers Option ids.
 * @param array    $weights As compact() gives it.
 * @return array<int, array{team: string, place: int, score: int, reasons: array<int, array{0: string, 1: int}>}>
 *                       Every active team; nothing when no answer is known.
 */
function points( array $answers, array $weights ): array {
	$answered = false;
	$teams    = array();
	foreach ( $weights['teams'] as $place => $slug ) {
		$teams[] = array(
			'team'    => $slug,
			'place'   => $place,
			'score'   => 0,
			'reasons' => array(),
		);
	}
	foreach ( $weights['options'] as $row ) {
		if ( ! in_array( $row[0], $answers, true ) ) {
			continue;
		}
		$answered = true;
		for ( $at = 1, $end = count( $row ); $at < $end; $at += 2 ) {
			$teams[ $row[ $at ] ]['score']    += $row[ $at + 1 ];
			$teams[ $row[ $at ] ]['reasons'][] = array( $row[0], $row[ $at + 1 ] );
		}
	}
	usort(
		$teams,
		static function ( array $a, array $b ): int {
			return array( $b['score'], $a['place'] ) <=> array( $a['score'], $b['place'] );
		}
	);
	return $answered ? $teams : array();
}

/**
 * Sorts reasons by weight; equal ones stay in content order.
 *
 * @param array<int, array{0: string, 1: int}> $reasons Option ids and weights, in content order.
 * @return string[] Option ids.
 */
function strongest_first( array $reasons ): array {
	$places = array_keys( $reasons );
	usort(
		$places,
		static function ( int $a, int $b ) use ( $reasons ): int {
			return array( $reasons[ $b ][1], $a ) <=> array( $reasons[ $a ][1], $b );
		}
	);
	return array_map(
		static function ( int $place ) use ( $reasons ): string {
			return $reasons[ $place ][0];
		},
		$places
	);
}
