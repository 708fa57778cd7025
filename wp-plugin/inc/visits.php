<?php
/**
 * When WordPress's scheduler is dead, the next visits deliver what is due: one visit a minute, and nobody waits for it.
 *
 * The scheduler is dead when its run of every minute is five minutes late. That is read from its own list, which is in
 * memory on every request, so a visit costs nothing while all is well. Then a visit delivers
 *  - behind the answer, where the server can close the connection first (PHP-FPM, LiteSpeed);
 *  - elsewhere in calls that nobody waits for: the quiz's beacon, the heartbeat of wp-admin; and at the end of a page of
 *    wp-admin, when all of it was sent.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Visits;

use Wayfinder\Copy;
use Wayfinder\Delivery;
use Wayfinder\Sweeper;

const DEAD_S  = 300;
const EVERY_S = 60;
const OPTION  = 'wayfinder_visit_at';
const MOST    = 5;
const FOR_S   = 5;

/**
 * Hooks.
 */
function bootstrap(): void {
	add_action( 'shutdown', __NAMESPACE__ . '\deliver_if_dead', 200 );
}

/**
 * For how long the scheduler's run of every minute is overdue.
 *
 * @return int Seconds; 0 when it is not.
 */
function overdue_s(): int {
	$next = wp_next_scheduled( Delivery\MINUTELY );

	return $next ? max( 0, time() - $next ) : 0;
}

/**
 * Somebody calls and does not wait for the answer, such as the quiz's beacon.
 *
 * @param bool $is_so Whether this is such a call; null only asks.
 */
function is_unattended( ?bool $is_so = null ): bool {
	static $said = false;
	$said        = $is_so ?? $said;

	return $said || ( wp_doing_ajax() && 'heartbeat' === ( $_REQUEST['action'] ?? '' ) ); // phpcs:ignore WordPress.Security.NonceVerification.Recommended -- only asks what is called.
}

/**
 * At the end of every request: delivers, if nobody else does and nobody waits.
 */
function deliver_if_dead(): void {
	if ( overdue_s() <= DEAD_S || wp_doing_cron() || ! may_deliver_here() || ! Copy\may_send() || get_transient( Delivery\SLOW ) || ! take_turn( time() ) ) {
		return;
	}

	ignore_user_abort( true );
	close_connection();
	Sweeper\sweep();
	Delivery\deliver_due( MOST, FOR_S );
}

/**
 * Whether this request can deliver without somebody who waits.
 */
function may_deliver_here(): bool {
	return function_exists( 'fastcgi_finish_request' ) || function_exists( 'litespeed_finish_request' ) || is_unattended()
		|| ( is_admin() && ! wp_doing_ajax() );
}

/**
 * Sends off what there is, and lets the visitor go where the server can.
 */
function close_connection(): void {
	if ( function_exists( 'fastcgi_finish_request' ) ) {
		fastcgi_finish_request();
	} elseif ( function_exists( 'litespeed_finish_request' ) ) {
		litespeed_finish_request();
	} else {
		flush();
	}
}

/**
 * Takes the turn of this minute, in one statement, so that of many visits one delivers.
 *
 * @param int $now Seconds since 1970.
 */
function take_turn( int $now ): bool {
	global $wpdb;

	add_option( OPTION, '0', '', false ); // Once; from then on it is there.

	return 1 === $wpdb->query(
		$wpdb->prepare(
			'UPDATE %i SET option_value = %s WHERE option_name = %s AND option_value <= %s', // As many digits as what it is compared with.
			$wpdb->options,
			(string) $now,
			OPTION,
			(string) ( $now - EVERY_S )
		)
	);
}
