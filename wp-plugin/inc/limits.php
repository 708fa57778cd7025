<?php
/**
 * How often an address may call what everybody may call.
 *
 * Kept is a keyed hash of address and minute, and never the address: for two minutes, then until the next visitor's first
 * call or WordPress's daily clean-up. The two first calls of a minute may count as one when they come at the same moment;
 * all later ones are counted exactly.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Limits;

const PREFIX  = 'wayfinder_calls_';
const SPAN_S  = 60;
const KEEP_S  = 120;
const LONGEST = 45; // An IPv6 address as text.
const MOST    = 500; // Forgotten at once.

/**
 * Counts one call of the visitor's address.
 *
 * @param string $what          What is called.
 * @param int    $most_a_minute How often it may be called in a minute.
 * @return int Seconds to wait; 0 when it may go on.
 */
function wait_s( string $what, int $most_a_minute ): int {
	$now  = time();
	$name = name_of( $what, visitors_network(), intdiv( $now, SPAN_S ), wp_salt( 'nonce' ) );

	return count_call( $name ) > $most_a_minute ? SPAN_S - $now % SPAN_S : 0;
}

/**
 * Counts one call under a name, in one step where many come at once.
 *
 * @param string $name As name_of() gives it.
 * @return int How many calls there were with this one.
 */
function count_call( string $name ): int {
	global $wpdb;

	if ( wp_using_ext_object_cache() ) {
		wp_cache_add( $name, 0, 'wayfinder', KEEP_S );
		return (int) wp_cache_incr( $name, 1, 'wayfinder' );
	}

	$option = '_transient_' . $name;
	if ( ! $wpdb->query( $wpdb->prepare( 'UPDATE %i SET option_value = option_value + 1 WHERE option_name = %s', $wpdb->options, $option ) ) ) {
		set_transient( $name, 1, KEEP_S );
		forget();
		return 1;
	}

	return (int) $wpdb->get_var( $wpdb->prepare( 'SELECT option_value FROM %i WHERE option_name = %s', $wpdb->options, $option ) );
}

/**
 * Forgets what has run out. WordPress does so only once a day.
 */
function forget(): void {
	global $wpdb;

	$start   = '_transient_timeout_';
	$expired = $wpdb->get_col(
		$wpdb->prepare(
			'SELECT option_name FROM %i WHERE option_name LIKE %s AND option_value < %s LIMIT %d',
			$wpdb->options,
			$wpdb->esc_like( $start . PREFIX ) . '%',
			(string) time(), // As many digits as those it is compared with.
			MOST
		)
	);
	if ( ! $expired ) {
		return;
	}

	$names = array_merge( $expired, array_map( static fn( $name ) => '_transient_' . substr( $name, strlen( $start ) ), $expired ) );
	$wpdb->query( $wpdb->prepare( 'DELETE FROM %i WHERE option_name IN ( ' . implode( ', ', array_fill( 0, count( $names ), '%s' ) ) . ' )', $wpdb->options, ...$names ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- only placeholders.
}

/**
 * Where the visitor calls from.
 */
function visitors_network(): string {
	$given = isset( $_SERVER['REMOTE_ADDR'] ) ? sanitize_text_field( wp_unslash( $_SERVER['REMOTE_ADDR'] ) ) : '';

	/**
	 * Filters the visitor's address, for a site behind a proxy: there all visitors seem to have the proxy's.
	 *
	 * @param string $address The address that the web server saw.
	 */
	$address = apply_filters( 'wayfinder_visitor_address', $given );

	return is_string( $address ) ? network_of( $address ) : '';
}

/**
 * Whom an address belongs to: an IPv4 address to one household, an IPv6 address together with all others of its /64.
 *
 * @param string $address As text.
 * @return string As bytes; empty for what is no address, so that all of these share one limit.
 */
function network_of( string $address ): string {
	$is_address = strlen( $address ) <= LONGEST && false !== filter_var( $address, FILTER_VALIDATE_IP );
	$bytes      = $is_address ? (string) inet_pton( $address ) : '';

	if ( 0 === strncmp( $bytes, "\0\0\0\0\0\0\0\0\0\0\xff\xff", 12 ) ) {
		return substr( $bytes, 12 ); // An IPv4 address, written as IPv6.
	}

	return substr( $bytes, 0, 16 === strlen( $bytes ) ? 8 : 4 );
}

/**
 * The name under which the calls of a minute are counted; it says nothing about who called.
 *
 * @param string $what    What is called.
 * @param string $network Where from.
 * @param int    $minute  Minutes since 1970.
 * @param string $key     This site's secret.
 */
function name_of( string $what, string $network, int $minute, string $key ): string {
	return PREFIX . substr( hash_hmac( 'sha256', "$what|$minute|$network", $key ), 0, 32 );
}
