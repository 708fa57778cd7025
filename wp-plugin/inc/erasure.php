<?php
/**
 * Forgets a person: everything that this site kept about them, in one transaction with the event that has the service
 * forget them too.
 *
 * What is left is that event's row: the account's id and a moment. It tells whoever speaks of this person later (an
 * errand of the service that was under way) that they were forgotten, until they keep a result anew.
 *
 * A result that is being sent at this very moment may reach the service after the erasure. The service compares the
 * moments inside the two events, whatever their order, so nothing comes back.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Erasure;

use Wayfinder\Events;
use Wayfinder\Outbox;

use function Wayfinder\Schema\outbox_table;
use function Wayfinder\Schema\results_table;

const EVENT = 'person.erased';

/**
 * Hooks.
 */
function bootstrap(): void {
	add_action( 'deleted_user', __NAMESPACE__ . '\forget' );
	add_action( 'remove_user_from_blog', __NAMESPACE__ . '\forget' ); // Within a network; WordPress has switched to that site.
	add_action( 'wpmu_delete_user', __NAMESPACE__ . '\forget_everywhere' );
}

/**
 * Forgets a person on this site. Repeating it changes nothing and tells the service nothing more.
 *
 * @param int $user_id The account's id, which may be gone already.
 * @return string "done", "nothing" (there was nothing to forget) or "failed" (nothing was forgotten).
 */
function forget( $user_id ): string {
	global $wpdb;

	$user_id = (int) $user_id;

	$wpdb->query( 'START TRANSACTION' );
	$removed = remove_all( $user_id );
	$is_owed = $removed > 0 && Outbox\add( Outbox\new_event_id(), EVENT, Events\person_erased( $user_id ), $user_id );
	$is_kept = false !== $wpdb->query( 0 === $removed || $is_owed ? 'COMMIT' : 'ROLLBACK' );
	wp_cache_delete( $user_id, 'user_meta' );

	if ( 0 === $removed ) {
		return 'nothing';
	}
	if ( ! $is_owed || ! $is_kept ) {
		return 'failed';
	}

	do_action( 'wayfinder_event_owed' );
	return 'done';
}

/**
 * Removes results, owed and delivered events, journey and badges of a person.
 *
 * Rows in the order in which Results\insert() writes them, so that two transactions cannot wait for each other.
 *
 * @param int $user_id The account's id.
 * @return int How many rows went; -1 when one of the tables could not be written.
 */
function remove_all( int $user_id ): int {
	global $wpdb;

	$ours  = $wpdb->esc_like( $wpdb->get_blog_prefix() . 'wayfinder_' ) . '%';
	$gone  = array(
		$wpdb->query( $wpdb->prepare( 'DELETE FROM %i WHERE user_id = %d', results_table(), $user_id ) ),
		$wpdb->query( $wpdb->prepare( 'DELETE FROM %i WHERE user_id = %d AND type <> %s', outbox_table(), $user_id, EVENT ) ),
		$wpdb->query( $wpdb->prepare( 'DELETE FROM %i WHERE user_id = %d AND meta_key LIKE %s', $wpdb->usermeta, $user_id, $ours ) ),
	);

	return in_array( false, $gone, true ) ? -1 : (int) array_sum( $gone );
}

/**
 * Forgets a person on every site of the network: one may keep results where one is not a member.
 *
 * @param int $user_id The account's id.
 */
function forget_everywhere( $user_id ): void {
	foreach ( get_sites( array( 'fields' => 'ids', 'number' => 0 ) ) as $site_id ) { // phpcs:ignore WordPress.Arrays
		switch_to_blog( $site_id );
		if ( get_option( \Wayfinder\Schema\OPTION ) ) {
			forget( $user_id );
		}
		restore_current_blog();
	}
}

/**
 * Picks those who were forgotten and have kept nothing since: they are told nothing and given nothing.
 *
 * @param int[] $ids Account ids.
 * @return int[]
 */
function forgotten_among( array $ids ): array {
	global $wpdb;

	if ( ! $ids ) {
		return array();
	}

	$found = $wpdb->get_col(
		$wpdb->prepare(
			'SELECT DISTINCT user_id FROM %i WHERE type = %s AND user_id IN (' . implode( ',', array_fill( 0, count( $ids ), '%d' ) ) . ')
			AND user_id NOT IN ( SELECT user_id FROM %i )', // phpcs:ignore WordPress.DB.PreparedSQL.NotPrepared -- as many %d as there are ids.
			array_merge( array( outbox_table(), EVENT ), $ids, array( results_table() ) )
		)
	);

	return array_map( 'intval', $found );
}
