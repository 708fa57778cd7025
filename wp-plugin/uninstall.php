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

	delete_like( $wpdb->options, 'option_name', array( 'wayfinder_', '_transient_wayfinder_', '_transient_timeout_wayfinder_', '_site_transient_wayfinder_', '_site_transient_timeout_wayfinder_' ) );
	delete_like( $wpdb->postmeta, 'meta_key', array( 'wayfinder_', '_wayfinder_' ) );
	delete_like( $wpdb->usermeta, 'meta_key', array( $wpdb->get_blog_prefix() . 'wayfinder_' ) );

	Access\revoke();
	Schedule\clear();
	wp_cache_flush();
}

/**
 * Deletes rows by what their name begins with.
 *
 * @param string   $table  The table.
 * @param string   $column Where the name is.
 * @param string[] $starts What it begins with.
 */
function delete_like( string $table, string $column, array $starts ): void {
	global $wpdb;

	foreach ( $starts as $start ) {
		$wpdb->query( $wpdb->prepare( 'DELETE FROM %i WHERE %i LIKE %s', $table, $column, $wpdb->esc_like( $start ) . '%' ) );
	}
}

if ( is_multisite() ) {
	foreach ( get_sites( array( 'fields' => 'ids', 'number' => 0 ) ) as $site_id ) {
		switch_to_blog( $site_id );
		uninstall_site();
		restore_current_blog();
	}
	delete_like( $GLOBALS['wpdb']->sitemeta, 'meta_key', array( 'wayfinder_', '_site_transient_wayfinder_', '_site_transient_timeout_wayfinder_' ) );
} else {
	uninstall_site();
}
