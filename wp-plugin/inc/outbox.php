<?php
/**
 * What this site owes to the service: one row per event, kept until the service said "kept", and after that too.
 *
 * A row's body never changes; what is confirmed and old may lose it (retention.php), and keeps its id and digest. States: due, delivered, parked (given up for now, a person can send it again).
 *
 * @package Wayfinder
 */

namespace Wayfinder\Outbox;

use function Wayfinder\Schema\outbox_table;

const STATES = array( 'due', 'delivered', 'parked' );

/**
 * A new event's id.
 */
function new_event_id(): string {
	return 'evt_' . bin2hex( random_bytes( 16 ) );
}

/**
 * Owes an event. Call it in the transaction that writes what the event tells of.
 *
 * @param string $event_id The event's id.
 * @param string $type     The event's type.
 * @param array  $data     What happened.
 * @param int    $user_id  Whose event it is; 0 for nobody's.
 * @param string $moment   When it happened, as the tables keep moments; empty for now.
 * @return bool
 */
function add( string $event_id, string $type, array $data, int $user_id, string $moment = '' ): bool {
	global $wpdb;

	$body = wp_json_encode(
		array(
			'type'      => $type,
			'timestamp' => str_replace( ' ', 'T', '' === $moment ? moment() : $moment ) . 'Z',
			'data'      => $data,
		),
		JSON_UNESCAPED_SLASHES
	);

	return is_string( $body ) && false !== $wpdb->insert(
		outbox_table(),
		array(
			'event_id'        => $event_id,
			'type'            => $type,
			'body'            => $body,
			'sha256'          => hash( 'sha256', $body ),
			'user_id'         => $user_id,
			'state'           => 'due',
			'next_attempt_at' => moment(),
			'created_at'      => moment(),
		)
	);
}

/**
 * One row.
 *
 * @param int $id The row.
 */
function find( int $id ): ?object {
	global $wpdb;

	return $wpdb->get_row( $wpdb->prepare( 'SELECT * FROM %i WHERE id = %d', outbox_table(), $id ) );
}

/**
 * The row of an event.
 *
 * @param string $event_id The event's id.
 */
function find_event( string $event_id ): ?object {
	global $wpdb;

	return $wpdb->get_row( $wpdb->prepare( 'SELECT * FROM %i WHERE event_id = %s', outbox_table(), $event_id ) );
}

/**
 * Makes a row that is not delivered due again, with a fresh schedule.
 *
 * @param int $id The row.
 * @return bool Whether there was such a row.
 */
function send_again( int $id ): bool {
	global $wpdb;

	return 1 === $wpdb->query(
		$wpdb->prepare(
			'UPDATE %i SET state = %s, attempts = 0, next_attempt_at = %s WHERE id = %d AND state <> %s',
			outbox_table(),
			'due',
			moment(),
			$id,
			'delivered'
		)
	);
}

/**
 * Makes every parked row due again, with a fresh schedule.
 *
 * @return int How many there were.
 */
function send_all_again(): int {
	global $wpdb;

	return (int) $wpdb->query(
		$wpdb->prepare(
			'UPDATE %i SET state = %s, attempts = 0, next_attempt_at = %s WHERE state = %s',
			outbox_table(),
			'due',
			moment(),
			'parked'
		)
	);
}

/**
 * A page of rows for people to look at, without their bodies: parked ones first, then the newest.
 *
 * @param string $state Of which state; empty for all.
 * @param int    $limit How many.
 * @param int    $from  After how many others.
 * @return object[]
 */
function page( string $state, int $limit, int $from ): array {
	global $wpdb;

	return $wpdb->get_results(
		$wpdb->prepare(
			'SELECT id, event_id, type, state, attempts, next_attempt_at, last_status, last_error, created_at, delivered_at
			FROM %i WHERE state = %s OR %s = %s ORDER BY ( state = %s ) DESC, id DESC LIMIT %d OFFSET %d',
			outbox_table(),
			$state,
			$state,
			'',
			'parked',
			$limit,
			$from
		)
	);
}

/**
 * How many rows wait, and which is the last one.
 *
 * @param int $last Up to which row; by default all.
 * @return int[] Count, last.
 */
function due_now( int $last = PHP_INT_MAX ): array {
	global $wpdb;

	$row = $wpdb->get_row( $wpdb->prepare( 'SELECT COUNT(*) AS number, MAX(id) AS last FROM %i WHERE state = %s AND id <= %d', outbox_table(), 'due', $last ) );

	return array(
		'count' => (int) $row->number,
		'last'  => (int) $row->last,
	);
}

/**
 * How many rows there are of each state.
 *
 * @return int[] By state.
 */
function counts(): array {
	global $wpdb;

	$found = $wpdb->get_results( $wpdb->prepare( 'SELECT state, COUNT(*) AS number FROM %i GROUP BY state', outbox_table() ) );

	return array_map( 'intval', array_column( $found, 'number', 'state' ) ) + array_fill_keys( STATES, 0 );
}

/**
 * How many rows of a person wait to be delivered.
 *
 * @param int $user_id The person.
 */
function count_waiting( int $user_id ): int {
	global $wpdb;

	return (int) $wpdb->get_var(
		$wpdb->prepare( 'SELECT COUNT(*) FROM %i WHERE user_id = %d AND state <> %s', outbox_table(), $user_id, 'delivered' )
	);
}

/**
 * A moment as the tables keep it.
 *
 * @param int $from_now_s Seconds from now.
 */
function moment( int $from_now_s = 0 ): string {
	return gmdate( 'Y-m-d H:i:s', time() + $from_now_s );
}
