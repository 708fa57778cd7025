<?php
/**
 * Who may send a row of the outbox now, and what became of it.
 *
 * Whoever wants to send a row leases it first, in one statement, so that of two runners only one sends. A runner that
 * dies leaves a lease that runs out; what it writes after that counts no more.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Leases;

use Wayfinder\Outbox;

use function Wayfinder\Schema\outbox_table;

const LEASE_S = 60;

// What to wait after the first, second, … failed attempt: 75 hours in all.
const WAITS_S = array( 5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400 );

/**
 * Leases the next due row: this person's first, then the one that waits longest.
 *
 * @param int $user_id Whose rows come first; 0 for no preference.
 * @return object|null The row, ours until the lease ends; null when nothing is due.
 */
function claim_next( int $user_id = 0 ): ?object {
	global $wpdb;

	$ids = $wpdb->get_col(
		$wpdb->prepare(
			'SELECT id FROM %i WHERE state = %s AND next_attempt_at <= %s AND ( lease_until IS NULL OR lease_until < %s )
			ORDER BY ( user_id = %d ) DESC, next_attempt_at, id LIMIT 5',
			outbox_table(),
			'due',
			Outbox\moment(),
			Outbox\moment(),
			$user_id
		)
	);

	foreach ( $ids as $id ) {
		$row = claim( (int) $id );
		if ( $row ) {
			return $row;
		}
	}

	return null;
}

/**
 * Leases one row, if it is due and nobody else has it.
 *
 * @param int $id The row.
 */
function claim( int $id ): ?object {
	global $wpdb;

	$token  = bin2hex( random_bytes( 16 ) );
	$leased = $wpdb->query(
		$wpdb->prepare(
			'UPDATE %i SET lease_token = %s, lease_until = %s
			WHERE id = %d AND state = %s AND next_attempt_at <= %s AND ( lease_until IS NULL OR lease_until < %s )',
			outbox_table(),
			$token,
			Outbox\moment( LEASE_S ),
			$id,
			'due',
			Outbox\moment(),
			Outbox\moment()
		)
	);

	return 1 === $leased ? Outbox\find( $id ) : null;
}

/**
 * Writes down that the service has it. Does nothing when the lease is no longer ours.
 *
 * @param object $row    A leased row.
 * @param int    $status The answer's status.
 */
function record_delivered( object $row, int $status ): void {
	release(
		$row,
		array(
			'state'        => 'delivered',
			'attempts'     => (int) $row->attempts + 1,
			'last_status'  => $status,
			'last_error'   => null,
			'delivered_at' => Outbox\moment(),
		)
	);
}

/**
 * Writes down a failed attempt, and when the next one is due.
 *
 * Being asked to wait (Retry-After) is no failure: it moves the next attempt and uses none up.
 *
 * @param object $row         A leased row.
 * @param int    $status      The answer's status; 0 when there was none.
 * @param string $error       What was wrong, in words.
 * @param int    $asked_for_s What the service asked us to wait, in seconds; 0 when it did not.
 */
function record_failure( object $row, int $status, string $error, int $asked_for_s ): void {
	$attempts = (int) $row->attempts + ( $asked_for_s > 0 ? 0 : 1 );
	$wait_s   = $asked_for_s > 0 ? $asked_for_s : wait_after( $attempts, wp_rand( 0, 1000 ) / 1000 );

	release(
		$row,
		array(
			'state'           => null === $wait_s ? 'parked' : 'due',
			'attempts'        => $attempts,
			'next_attempt_at' => Outbox\moment( (int) $wait_s ),
			'last_status'     => $status,
			'last_error'      => $error,
		)
	);
}

/**
 * Seconds to wait after so many failed attempts; null when it is to be parked.
 *
 * @param int   $attempts Failed attempts, from 1.
 * @param float $chance   0 to 1: up to a fifth is added, so that a thousand rows do not come back in the same second.
 */
function wait_after( int $attempts, float $chance ): ?int {
	$wait_s = WAITS_S[ $attempts - 1 ] ?? null;

	return null === $wait_s ? null : (int) round( $wait_s * ( 1 + $chance / 5 ) );
}

/**
 * Parks a leased row at once: for a message that nobody waits for.
 *
 * @param object $row    A leased row.
 * @param int    $status The answer's status; 0 when there was none.
 * @param string $error  What was wrong, in words.
 */
function park( object $row, int $status, string $error ): void {
	release(
		$row,
		array(
			'state'       => 'parked',
			'attempts'    => (int) $row->attempts + 1,
			'last_status' => $status,
			'last_error'  => $error,
		)
	);
}

/**
 * Writes what became of a leased row and gives the lease back.
 *
 * @param object $row    A leased row.
 * @param array  $values Columns to write.
 */
function release( object $row, array $values ): void {
	global $wpdb;

	$wpdb->update(
		outbox_table(),
		$values + array(
			'lease_token' => null,
			'lease_until' => null,
		),
		array(
			'id'          => $row->id,
			'lease_token' => $row->lease_token,
		)
	);
}
