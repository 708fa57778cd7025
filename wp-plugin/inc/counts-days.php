<?php
/**
 * What becomes of the sums of a day that is over: the service is told once, and after 400 days they are forgotten.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Counts\Days;

use Wayfinder\Copy;
use Wayfinder\Counts;
use Wayfinder\Events;
use Wayfinder\Outbox;
use Wayfinder\Schedule;

use function Wayfinder\Schema\counts_table;
use function Wayfinder\Schema\outbox_table;

const HOOK       = 'wayfinder_tell_counts';
const OPTION     = 'wayfinder_counts_told_until';
const KEPT_DAYS  = 400;
const MOST_DAYS  = 31;  // In one run; the next one goes on.
const MOST_TEAMS = 100; // In one event, which the service limits.
const MOST_OLD   = 100; // Messages looked at in one run.
const LATE_S     = 600; // A call that began before midnight has ended by then.

/**
 * Hooks. Every hour, so that a day is told soon after it ended, whenever the plugin was activated.
 */
function bootstrap(): void {
	add_action( 'init', __NAMESPACE__ . '\start' );
	add_action( HOOK, __NAMESPACE__ . '\tell_and_forget' );
}

/**
 * Sees to it that the scheduler knows us.
 */
function start(): void {
	Schedule\every( 'hourly', HOOK );
}

/**
 * Tells the service about each day that is over and was not told yet, and forgets what is old.
 *
 * Without a service nothing is owed: days wait in the table of sums, and the service that comes gets all that are there.
 *
 * May be repeated, also at the same moment: an event's id comes from its day and quiz, and the outbox has each id once.
 */
function tell_and_forget(): void {
	$days = Copy\may_send() ? not_told( (string) get_option( OPTION, '' ) ) : array();

	foreach ( $days as $day ) {
		if ( ! tell( $day ) ) {
			break; // The next run tries again.
		}
		update_option( OPTION, $day, false );
	}

	forget();
	if ( $days ) {
		do_action( 'wayfinder_event_owed' );
	}
}

/**
 * The days that are over, have sums and were not told.
 *
 * @param string $told_until The last day that was told; empty when none was.
 * @return string[] As 2026-11-24, the oldest first.
 */
function not_told( string $told_until ): array {
	global $wpdb;

	return $wpdb->get_col(
		$wpdb->prepare(
			'SELECT DISTINCT day FROM %i WHERE day > %s AND day < %s ORDER BY day LIMIT %d',
			counts_table(),
			'' === $told_until ? '1970-01-01' : $told_until,
			Counts\today( -LATE_S ),
			MOST_DAYS
		)
	);
}

/**
 * Owes the service a day's sums, one event for each quiz.
 *
 * @param string $day As 2026-11-24.
 * @return bool Whether all of them are owed now.
 */
function tell( string $day ): bool {
	foreach ( sums_of( $day ) as $content => $sums ) {
		$event_id = event_id( Events\site_address(), $day, (string) $content );
		if ( ! Outbox\find_event( $event_id ) && ! owe( $event_id, Events\orientation_counted( (string) $content, $day, $sums ) ) ) {
			return false;
		}
	}

	return true;
}

/**
 * Owes one event.
 *
 * @param string $event_id The event's id.
 * @param array  $data     What it says.
 */
function owe( string $event_id, array $data ): bool {
	global $wpdb;

	$were_on = $wpdb->suppress_errors( true ); // Another run may owe the same at this moment, which is no error to log.
	$is_owed = Outbox\add( $event_id, 'orientation.counted', $data, 0 );
	$wpdb->suppress_errors( $were_on );

	return $is_owed;
}

/**
 * The id that makes the event of a day and quiz one and the same, however often it is owed.
 *
 * @param string $site    This site's address.
 * @param string $day     As 2026-11-24.
 * @param string $content The quiz's name.
 */
function event_id( string $site, string $day, string $content ): string {
	return 'evt_' . substr( hash( 'sha256', "orientation.counted\n$site\n$day\n$content" ), 0, 32 );
}

/**
 * The sums of a day.
 *
 * @param string $day As 2026-11-24.
 * @return array[] By quiz: started, finished; shown and handed by team, the largest first.
 */
function sums_of( string $day ): array {
	global $wpdb;

	$sums = array();
	$rows = $wpdb->get_results( $wpdb->prepare( 'SELECT content, kind, team, `count` FROM %i WHERE day = %s ORDER BY `count` DESC, team', counts_table(), $day ) );
	foreach ( $rows as $row ) {
		$sums[ $row->content ] = $sums[ $row->content ] ?? array(
			'started'  => 0,
			'finished' => 0,
			'shown'    => array(),
			'handed'   => array(),
		);
		if ( '' === $row->team ) {
			$sums[ $row->content ][ $row->kind ] = (int) $row->count;
		} elseif ( count( $sums[ $row->content ][ $row->kind ] ) < MOST_TEAMS ) {
			$sums[ $row->content ][ $row->kind ][ $row->team ] = (int) $row->count;
		}
	}

	return $sums;
}

/**
 * Forgets what is older than 400 days, the messages that told it too.
 */
function forget(): void {
	global $wpdb;

	$first = Counts\today( -KEPT_DAYS * DAY_IN_SECONDS );
	$wpdb->query( $wpdb->prepare( 'DELETE FROM %i WHERE day < %s', counts_table(), $first ) );

	foreach ( told_before( $first ) as $id ) {
		$wpdb->delete( outbox_table(), array( 'id' => $id ) );
	}
}

/**
 * The delivered messages about days that are to be forgotten. They were owed in the order of their days, so the first
 * ones are the oldest; when a message was made says little, a service that came late got all days at once.
 *
 * @param string $first The first day that is kept.
 * @return int[] Rows of the outbox.
 */
function told_before( string $first ): array {
	global $wpdb;

	$rows = $wpdb->get_results(
		$wpdb->prepare( 'SELECT id, body, created_at FROM %i WHERE type = %s AND state = %s ORDER BY id LIMIT %d', outbox_table(), 'orientation.counted', 'delivered', MOST_OLD )
	);
	$old  = array_filter( $rows, static fn( $row ) => ( json_decode( $row->body, true )['data']['day'] ?? substr( $row->created_at, 0, 10 ) ) < $first ); // Without its body, the day it was told on.

	return array_map( 'intval', array_column( $old, 'id' ) );
}
