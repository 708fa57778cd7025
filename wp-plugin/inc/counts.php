<?php
/**
 * How often the quiz was begun, finished and followed: sums per day (UTC), quiz and team, and nothing about anybody.
 *
 * Kinds: started, finished, shown (a team stood in a result), handed (somebody followed a team's first step, chat or
 * course).
 *
 * @package Wayfinder
 */

namespace Wayfinder\Counts;

use Wayfinder\Contents;
use Wayfinder\Orientation;

use function Wayfinder\Schema\counts_table;

const MOST_A_MINUTE = 60;
const MOST_BYTES    = 4096;
const MOST_HANDED   = 5;

/**
 * Counts what a visitor's page tells. Which teams were shown is worked out here: the browser is not believed.
 *
 * @param array $told Any of content, started, answers, handed, of the right types.
 */
function count_visit( array $told ): void {
	$content = Contents\get( $told['content'] ?? '' );
	$day     = today();

	foreach ( lines_of( $told, $content ) as list( $kind, $team ) ) {
		add( $day, $content['name'], $kind, $team );
	}
}

/**
 * What one call adds one to.
 *
 * @param array $told    Any of started, answers, handed.
 * @param array $content The quiz; what it does not know counts nothing.
 * @return array[] Pairs of kind and team.
 */
function lines_of( array $told, array $content ): array {
	$answers = Orientation\read_answers( $told['answers'] ?? '', $content )['answers'];
	$shown   = array_column( Orientation\recommend( $answers, $content ), 'team' );
	$active  = array_flip( Orientation\compact( $content )['teams'] );
	$handed  = array_keys( array_intersect_key( array_flip( $told['handed'] ?? array() ), $active ) );

	$lines = empty( $told['started'] ) ? array() : array( array( 'started', '' ) );
	if ( $shown ) {
		$lines[] = array( 'finished', '' );
	}
	foreach ( $shown as $team ) {
		$lines[] = array( 'shown', (string) $team );
	}
	foreach ( array_slice( $handed, 0, MOST_HANDED ) as $team ) {
		$lines[] = array( 'handed', (string) $team );
	}

	return $lines;
}

/**
 * Adds one to a sum.
 *
 * Two visitors at once: both may find no row, one makes it, the other is told that it is there and adds to it.
 *
 * @param string $day     As 2026-11-24.
 * @param string $content The quiz's name.
 * @param string $kind    started, finished, shown or handed.
 * @param string $team    The team's slug; empty for started and finished.
 */
function add( string $day, string $content, string $kind, string $team ): void {
	global $wpdb;

	if ( raise( $day, $content, $kind, $team ) ) {
		return;
	}

	$count   = 1;
	$were_on = $wpdb->suppress_errors( true ); // A row that is there by now is expected, not an error to log.
	$is_new  = $wpdb->insert( counts_table(), compact( 'day', 'content', 'kind', 'team', 'count' ) );
	$wpdb->suppress_errors( $were_on );

	if ( ! $is_new ) {
		raise( $day, $content, $kind, $team );
	}
}

/**
 * Adds one to a sum that there is already.
 *
 * @param string $day     As 2026-11-24.
 * @param string $content The quiz's name.
 * @param string $kind    started, finished, shown or handed.
 * @param string $team    The team's slug; empty for started and finished.
 * @return bool Whether there was one.
 */
function raise( string $day, string $content, string $kind, string $team ): bool {
	global $wpdb;

	return 0 < (int) $wpdb->query(
		$wpdb->prepare(
			'UPDATE %i SET `count` = `count` + 1 WHERE day = %s AND content = %s AND kind = %s AND team = %s',
			counts_table(),
			$day,
			$content,
			$kind,
			$team
		)
	);
}

/**
 * The day that it is everywhere at once: in UTC.
 *
 * @param int $from_now_s Seconds from now.
 */
function today( int $from_now_s = 0 ): string {
	return gmdate( 'Y-m-d', time() + $from_now_s );
}
