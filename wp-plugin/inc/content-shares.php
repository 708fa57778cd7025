<?php
/**
 * Whom a quiz recommends: how often each team is on a result, over all sheets of one answer per step.
 *
 * Pure functions.
 *
 * @package Wayfinder
 */

namespace Wayfinder\ContentShares;

use Wayfinder\ContentFields;
use Wayfinder\Orientation;

const MOST_SHEETS   = 5000;
const MOST_SHARE    = 0.4;
const SEED          = 20231;
const LARGEST_DRAW  = 2147483647;
const NOBODY_ANSWER = array(
	'shown' => 0,
	'first' => 0,
	'named' => 0,
);

/**
 * Counts.
 *
 * @param array $content As content/orientation.php.
 * @return array Sheets (how many were looked at), all (how many there are), teams: by slug of every active team on how
 *               many results it is (shown), on how many the first one (first), by how many answers named (named).
 */
function shares( array $content ): array {
	$weights = Orientation\compact( $content );
	$steps   = asked( $content );
	$all     = (int) array_product( array_map( 'count', $steps ) );
	$teams   = array_fill_keys( $weights['teams'], NOBODY_ANSWER );
	$sheets  = 0;

	foreach ( sheets( $steps, $all ) as $sheet ) {
		++$sheets;
		foreach ( Orientation\rank( $sheet, $weights ) as $place => $found ) {
			++$teams[ $found['team'] ]['shown'];
			$teams[ $found['team'] ]['first'] += 0 === $place ? 1 : 0;
		}
	}
	foreach ( $weights['options'] as $row ) {
		for ( $at = 1, $end = count( $row ); $at < $end; $at += 2 ) {
			++$teams[ $weights['teams'][ $row[ $at ] ] ]['named'];
		}
	}

	return compact( 'sheets', 'all', 'teams' );
}

/**
 * The ids that each step asks; a step whose options are all paused asks nothing.
 *
 * @param array $content As content/orientation.php.
 * @return array<int, string[]>
 */
function asked( array $content ): array {
	$known = Orientation\options( $content );
	$steps = array();

	foreach ( $content['steps'] as $step ) {
		$steps[] = array_values( array_filter( array_column( $step['options'], 'id' ), static fn( $id ) => isset( $known[ $id ] ) ) );
	}

	return array_values( array_filter( $steps ) );
}

/**
 * Gives every sheet of one answer per step; of too many, so many that are the same each time.
 *
 * @param array<int, string[]> $steps Ids by step.
 * @param int                  $all   How many sheets there are.
 */
function sheets( array $steps, int $all ): \Generator {
	$draw = SEED;

	for ( $number = 0; $number < min( $all, MOST_SHEETS ); $number++ ) {
		$rest  = $number;
		$sheet = array();
		foreach ( $steps as $ids ) {
			$count = count( $ids );
			if ( $all > MOST_SHEETS ) {
				$draw    = $draw * 48271 % LARGEST_DRAW;
				$sheet[] = $ids[ $draw % $count ];
			} else {
				$sheet[] = $ids[ $rest % $count ];
				$rest    = intdiv( $rest, $count );
			}
		}
		yield $sheet;
	}
}

/**
 * Lists what is odd about a quiz, though it works.
 *
 * @param array    $content As content/orientation.php.
 * @param array    $shares  As shares() gives them.
 * @param string[] $icons   The icons that there are.
 * @return array[] As ContentSchema\errors().
 */
function oddities( array $content, array $shares, array $icons ): array {
	$odd       = array();
	$is_choice = Orientation\FEWEST_TEAMS <= MOST_SHARE * count( $shares['teams'] ); // Of few teams, each is on many results.

	foreach ( Orientation\options( $content ) as $id => $option ) {
		if ( count( array_unique( $option['teams'] ) ) > 1 ) {
			$odd[] = ContentFields\error( (string) $id, 'unequal_weights' );
		}
	}
	foreach ( $shares['teams'] as $slug => $team ) {
		if ( 0 === $team['shown'] ) {
			$odd[] = ContentFields\error( "teams.$slug", 'never_shown' );
		} elseif ( 0 === $team['first'] ) {
			$odd[] = ContentFields\error( "teams.$slug", 'never_first' );
		}
		if ( $is_choice && $team['shown'] > MOST_SHARE * $shares['sheets'] ) {
			$odd[] = ContentFields\error( "teams.$slug", 'too_often', (int) round( 100 * $team['shown'] / $shares['sheets'] ) );
		}
	}
	foreach ( $content['teams'] as $slug => $team ) {
		if ( ! in_array( $team['icon'], $icons, true ) ) {
			$odd[] = ContentFields\error( "teams.$slug.icon", 'unknown_icon', ContentFields\shorten( $team['icon'] ) );
		}
	}

	return $odd;
}
