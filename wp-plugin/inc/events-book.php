<?php
/**
 * The outbox as a book that the service reads: every event in order, so that whatever a push lost is fetched.
 *
 * A row's number is given when it is written, and seen when its transaction ends: a smaller number can appear after a
 * larger one. So what is younger than a minute is given, but a reader is not told to go on from there.
 *
 * @package Wayfinder
 */

namespace Wayfinder\EventsBook;

use function Wayfinder\Schema\outbox_table;

const MOST      = 500;
const SETTLES_S = 60; // No transaction of ours lasts that long.
const OPTION    = 'wayfinder_pulled_to';

/**
 * A page of the book.
 *
 * Asking for what comes after an event says that everything up to it was received. That may also be less than was said
 * before, when the service was put back from a backup. Whoever leaves the bodies out only compares, and received nothing.
 *
 * @param int  $after       A cursor that an earlier page gave; 0 at first.
 * @param int  $limit       How many events at most.
 * @param bool $with_bodies Whether the bodies are wanted.
 * @return array Anchor, settled, more, events.
 */
function read( int $after, int $limit, bool $with_bodies ): array {
	$anchor = event_at( $after );
	if ( $with_bodies && ( 0 === $after || null !== $anchor ) ) {
		update_option( OPTION, $after, false );
	}

	$rows  = rows_after( $after, $limit + 1, $with_bodies );
	$given = array_slice( $rows, 0, $limit );

	return array(
		'anchor'  => $anchor,
		'settled' => settled( $given, $after, time() ),
		'more'    => count( $rows ) > $limit,
		'events'  => array_map( __NAMESPACE__ . '\told', $given ),
	);
}

/**
 * Up to which row the service has everything.
 */
function pulled_to(): int {
	return (int) get_option( OPTION, 0 );
}

/**
 * The id of the event at a cursor: another one than the reader saw there tells of a book that was put back.
 *
 * @param int $cursor A row's number.
 */
function event_at( int $cursor ): ?string {
	global $wpdb;

	return $wpdb->get_var( $wpdb->prepare( 'SELECT event_id FROM %i WHERE id = %d', outbox_table(), $cursor ) );
}

/**
 * The rows after a cursor, in order.
 *
 * @param int  $after       A row's number.
 * @param int  $limit       How many at most.
 * @param bool $with_bodies Whether to read the bodies.
 * @return object[]
 */
function rows_after( int $after, int $limit, bool $with_bodies ): array {
	global $wpdb;

	$columns = 'id, event_id, type, state, sha256, created_at, body_removed_at' . ( $with_bodies ? ', body' : '' );

	return $wpdb->get_results(
		$wpdb->prepare( "SELECT {$columns} FROM %i WHERE id > %d ORDER BY id LIMIT %d", outbox_table(), $after, $limit ) // phpcs:ignore WordPress.DB.PreparedSQL.InterpolatedNotPrepared -- our own columns.
	);
}

/**
 * From where to go on: the last row before the first one that is too young.
 *
 * @param object[] $rows  Rows of the outbox, in order.
 * @param int      $after Where they begin.
 * @param int      $now   Seconds since 1970.
 */
function settled( array $rows, int $after, int $now ): int {
	foreach ( $rows as $row ) {
		if ( strtotime( $row->created_at . ' UTC' ) > $now - SETTLES_S ) {
			break;
		}
		$after = (int) $row->id;
	}

	return $after;
}

/**
 * A row as the contract tells it.
 *
 * @param object $row A row of the outbox.
 */
function told( object $row ): array {
	$event = array(
		'cursor' => (int) $row->id,
		'id'     => $row->event_id,
		'type'   => $row->type,
		'at'     => str_replace( ' ', 'T', $row->created_at ) . 'Z',
		'state'  => $row->state,
		'sha256' => $row->sha256,
	);

	return property_exists( $row, 'body' ) ? $event + array( 'body' => null === $row->body_removed_at ? $row->body : null ) : $event;
}
