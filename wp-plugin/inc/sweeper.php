<?php
/**
 * Finds kept results whose event is not in the outbox, and owes it again under its own id.
 *
 * Both are written in one transaction, so this takes a database that broke its word, or a backup of which half came
 * back. The service keeps each id once: an event that it has already changes nothing.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Sweeper;

use Wayfinder\Erasure;
use Wayfinder\Events;
use Wayfinder\Outbox;

use function Wayfinder\Schema\outbox_table;
use function Wayfinder\Schema\results_table;

const OPTION   = 'wayfinder_swept_to';
const WINDOW   = 2000; // Results looked at in one run; the next one goes on, and begins anew after the last.
const MOST     = 50;   // Events owed in one run.
const GROWN_UP = 60;   // Seconds after which a result has its event, if it ever had.

/**
 * Owes what is missing.
 *
 * @return int How many events were missing.
 */
function sweep(): int {
	list( $after, $last ) = window( (int) get_option( OPTION, 0 ) );

	$found = missing( $after, $last );
	foreach ( $found as $row ) {
		owe( $row );
	}

	$reached = count( $found ) < MOST ? $last : (int) end( $found )->id;
	update_option( OPTION, $reached < last_result() ? $reached : 0, false );

	return count( $found );
}

/**
 * The results to look at now.
 *
 * @param int $after Where the last run ended.
 * @return int[] After which and up to which row.
 */
function window( int $after ): array {
	global $wpdb;

	$last = (int) $wpdb->get_var(
		$wpdb->prepare( 'SELECT MAX(id) FROM ( SELECT id FROM %i WHERE id > %d ORDER BY id LIMIT %d ) AS part', results_table(), $after, WINDOW )
	);

	return array( $after, max( $after, $last ) );
}

/**
 * The last result there is.
 */
function last_result(): int {
	global $wpdb;

	return (int) $wpdb->get_var( $wpdb->prepare( 'SELECT MAX(id) FROM %i', results_table() ) );
}

/**
 * Results without their event, of people who are there and were not erased since.
 *
 * @param int $after After which row.
 * @param int $last  Up to which row.
 * @return object[]
 */
function missing( int $after, int $last ): array {
	global $wpdb;

	return $wpdb->get_results(
		$wpdb->prepare(
			'SELECT kept.* FROM %i AS kept
			INNER JOIN %i AS person ON person.ID = kept.user_id
			LEFT JOIN %i AS owed ON owed.event_id = kept.event_id
			WHERE kept.id > %d AND kept.id <= %d AND kept.kept_at < %s AND owed.id IS NULL
			AND NOT EXISTS ( SELECT 1 FROM %i AS erased WHERE erased.user_id = kept.user_id AND erased.type = %s AND erased.created_at >= kept.kept_at )
			ORDER BY kept.id LIMIT %d',
			results_table(),
			$wpdb->users,
			outbox_table(),
			$after,
			$last,
			Outbox\moment( -GROWN_UP ),
			outbox_table(),
			Erasure\EVENT,
			MOST
		)
	);
}

/**
 * Owes the event of a result again: it says what it said, of the moment when the result was kept.
 *
 * @param object $row A row of the results.
 */
function owe( object $row ): void {
	global $wpdb;

	$user    = get_userdata( (int) $row->user_id );
	$result  = array(
		'content'      => $row->content,
		'answers'      => (array) json_decode( $row->answers, true ),
		'teams'        => (array) json_decode( $row->teams, true ),
		'wants_mentor' => (bool) $row->wants_mentor,
	);
	$were_on = $wpdb->suppress_errors( true ); // Another run may owe the same at this moment, which is no error to log.
	if ( $user ) {
		Outbox\add( $row->event_id, 'orientation.completed', Events\orientation_completed( $user, (int) $row->revision, $result ), $user->ID, $row->kept_at );
	}
	$wpdb->suppress_errors( $were_on );
}
