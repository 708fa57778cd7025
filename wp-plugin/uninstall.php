<?php
/**
 * Leaves nothing behind, on no site of the network.
 *
 * @package Wayfinder
 */

namespace Wayfinder;

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

require_once __DIR__ . '/inc/schema.php';
require_once __DIR__ . '/inc/access.php';
require_once __DIR__ . '/inc/schedule.php';

/**
 * Removes what one site has.
 */
function uninstall_site(): void {
	global $wpdb;

	foreach ( Schema\tables() as $table ) {
		$wpdb->query( $wpdb->prepare( 'DROP TABLE IF EXISTS %i', $table ) );
	}

	foreach ( array( $wpdb->options => 'option_name', $wpdb->usermeta => 'meta_key' ) as $table => $column ) {
		foreach ( patterns( $column ) as $pattern ) {
			$wpdb->query( $wpdb->prepare( 'DELETE FROM %i WHERE %i LIKE %s', $table, $column, $pattern ) );
		}
	}

	Access\revoke();
	Schedule\clear();
	wp_cache_flush();
}

/**
 * What our names look like in a column.
 *
 * @param string $column option_name or meta_key.
 * @return string[]
 */
function patterns( string $column ): array {
	global $wpdb;

	$starts = 'option_name' === $column
		? array( 'wayfinder_', '_transient_wayfinder_', '_transient_timeout_wayfinder_' )
		: array( $wpdb->get_blog_prefix() . 'wayfinder_' );

	return array_map( static fn( $start ) => $wpdb->esc_like( $start ) . '%', $starts );
}

if ( is_multisite() ) {
	foreach ( get_sites( array( 'fields' => 'ids', 'number' => 0 ) ) as $site_id ) {
		switch_to_blog( $site_id );
		uninstall_site();
		restore_current_blog();
	}
} else {
	uninstall_site();
}
