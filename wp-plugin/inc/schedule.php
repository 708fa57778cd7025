<?php
/**
 * What WordPress's scheduler does for this plugin: all of its hooks begin with wayfinder_.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Schedule;

/**
 * Sees to it that the scheduler calls a hook again and again.
 *
 * @param string $recurrence One of WordPress's schedules, or of ours (wayfinder_…).
 * @param string $hook       The hook.
 */
function every( string $recurrence, string $hook ): void {
	if ( ! wp_next_scheduled( $hook ) ) {
		wp_schedule_event( time(), $recurrence, $hook );
	}
}

/**
 * Takes everything of ours out of the scheduler when the plugin is deactivated, on each site that had it.
 *
 * @param bool $network_wide Whether it was active on the whole network.
 */
function clear_where_active( $network_wide = false ): void {
	if ( ! is_multisite() || ! $network_wide ) {
		clear();
		return;
	}

	foreach ( get_sites( array( 'fields' => 'ids', 'number' => 0 ) ) as $site_id ) { // phpcs:ignore WordPress.Arrays
		switch_to_blog( $site_id );
		clear();
		restore_current_blog();
	}
}

/**
 * Takes everything of ours out of this site's scheduler.
 */
function clear(): void {
	$hooks = array_merge( array(), ...array_map( 'array_keys', array_filter( (array) _get_cron_array(), 'is_array' ) ) );

	foreach ( array_unique( $hooks ) as $hook ) {
		if ( 0 === strpos( $hook, 'wayfinder_' ) ) {
			wp_unschedule_hook( $hook );
		}
	}
}
