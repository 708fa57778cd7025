<?php
/**
 * Forgets the bodies of events that the service has for certain: delivered, fetched by it as well, and old enough.
 *
 * Id and digest stay, so that both books can be compared for ever. A service that never reads the book leaves
 * everything here.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Retention;

use Wayfinder\EventsBook;
use Wayfinder\Outbox;
use Wayfinder\Schedule;

use function Wayfinder\Schema\outbox_table;

const HOOK    = 'wayfinder_forget_bodies';
const OPTION  = 'wayfinder_keep_days';
const USUAL   = 30;
const LONGEST = 3650;

/**
 * Hooks.
 */
function bootstrap(): void {
	add_action( 'init', __NAMESPACE__ . '\start' );
	add_action( HOOK, __NAMESPACE__ . '\forget_bodies' );
}

/**
 * Sees to it that the scheduler knows us.
 */
function start(): void {
	Schedule\every( 'daily', HOOK );
}

/**
 * For how many days a body is kept at least.
 */
function days(): int {
	$days = (int) get_option( OPTION, USUAL );

	return $days >= 1 && $days <= LONGEST ? $days : USUAL;
}

/**
 * Checks a number of days.
 *
 * @param string $given What somebody typed.
 * @return int|\WP_Error
 */
function check_days( string $given ) {
	$days = ctype_digit( trim( $given ) ) && strlen( trim( $given ) ) < 6 ? (int) trim( $given ) : 0;

	return $days >= 1 && $days <= LONGEST ? $days : new \WP_Error(
		'keep_days',
		/* translators: %s: a number. */
		sprintf( __( 'Write a whole number of days from 1 to %s.', 'wayfinder' ), number_format_i18n( LONGEST ) )
	);
}

/**
 * Removes the bodies that may go.
 */
function forget_bodies(): void {
	global $wpdb;

	$wpdb->query(
		$wpdb->prepare(
			'UPDATE %i SET body = %s, body_removed_at = %s
			WHERE state = %s AND body_removed_at IS NULL AND sha256 <> %s AND id <= %d AND delivered_at < %s',
			outbox_table(),
			'',
			Outbox\moment(),
			'delivered',
			'',
			EventsBook\pulled_to(),
			Outbox\moment( -days() * DAY_IN_SECONDS )
		)
	);
}

/**
 * How many bodies are here and how many went.
 *
 * @return int[] Kept, removed.
 */
function figures(): array {
	global $wpdb;

	$row = $wpdb->get_row( $wpdb->prepare( 'SELECT COUNT(*) AS total, COUNT(body_removed_at) AS removed FROM %i', outbox_table() ) );

	return array(
		'kept'    => (int) $row->total - (int) $row->removed,
		'removed' => (int) $row->removed,
	);
}
