<?php
/**
 * Lets the tests do to the embedded WordPress what otherwise only time and other sites do.
 *
 * Plugin Name: Rehearsal
 * License: GPL-2.0-or-later
 *
 * @package Wayfinder
 */

defined( 'ABSPATH' ) || exit;

// Which calendar of meetings is read: set through wp/v2/settings.
add_action(
	'init',
	function () {
		register_setting(
			'wayfinder_rehearsal',
			'wayfinder_meetings_url',
			array(
				'type'         => 'string',
				'show_in_rest' => true,
				'default'      => '',
			)
		);
	}
);

// A site whose scheduler nobody calls: set through the route below.
if ( get_option( 'wayfinder_rehearsal_no_scheduler' ) ) {
	define( 'DISABLE_WP_CRON', true );
}

add_action(
	'rest_api_init',
	function () {
		$may = function () {
			return current_user_can( 'manage_options' );
		};

		// What was counted today was counted some days ago.
		register_rest_route(
			'wayfinder-rehearsal/v1',
			'/days-ago/(?P<days>\d{1,3})',
			array(
				'methods'             => 'POST',
				'permission_callback' => $may,
				'callback'            => function ( $request ) {
					global $wpdb;
					return $wpdb->update(
						$wpdb->prefix . 'wayfinder_counts',
						array( 'day' => gmdate( 'Y-m-d', time() - $request['days'] * DAY_IN_SECONDS ) ),
						array( 'day' => gmdate( 'Y-m-d' ) )
					);
				},
			)
		);

		// The minute in which calls are counted is over.
		register_rest_route(
			'wayfinder-rehearsal/v1',
			'/minute-later',
			array(
				'methods'             => 'POST',
				'permission_callback' => $may,
				'callback'            => function () {
					global $wpdb;
					return $wpdb->query( $wpdb->prepare( "DELETE FROM {$wpdb->options} WHERE option_name LIKE %s", '%' . $wpdb->esc_like( '_' . Wayfinder\Limits\PREFIX ) . '%' ) );
				},
			)
		);

		// What the scheduler does every few hours, it does now.
		register_rest_route(
			'wayfinder-rehearsal/v1',
			'/scheduler/(?P<hook>wayfinder_[a-z_]+)',
			array(
				'methods'             => 'POST',
				'permission_callback' => $may,
				'callback'            => function ( $request ) {
					return wp_schedule_single_event( time() - 1, $request['hook'], array( 'rehearsed ' . microtime() ) ); // Beside the one that is planned.
				},
			)
		);

		// From now on nobody calls the scheduler, and nobody has for so many seconds; with 0 it is called again.
		register_rest_route(
			'wayfinder-rehearsal/v1',
			'/scheduler-dead/(?P<seconds>\d{1,6})',
			array(
				'methods'             => 'POST',
				'permission_callback' => $may,
				'callback'            => function ( $request ) {
					update_option( 'wayfinder_rehearsal_no_scheduler', $request['seconds'] > 0 ? 1 : 0 );
					delete_option( Wayfinder\Visits\OPTION );
					wp_clear_scheduled_hook( Wayfinder\Delivery\MINUTELY );
					return wp_schedule_event( time() - $request['seconds'], 'wayfinder_minute', Wayfinder\Delivery\MINUTELY );
				},
			)
		);

		// What waits for its next attempt is due.
		register_rest_route(
			'wayfinder-rehearsal/v1',
			'/deliveries-due',
			array(
				'methods'             => 'POST',
				'permission_callback' => $may,
				'callback'            => function () {
					global $wpdb;
					return $wpdb->update(
						$wpdb->prefix . 'wayfinder_outbox',
						array( 'next_attempt_at' => gmdate( 'Y-m-d H:i:s' ) ),
						array( 'state' => 'due' )
					);
				},
			)
		);

		// What a page would print.
		register_rest_route(
			'wayfinder-rehearsal/v1',
			'/meetings/(?P<team>[a-z0-9-]+)',
			array(
				'methods'             => 'GET',
				'permission_callback' => $may,
				'callback'            => function ( $request ) {
					return array(
						'next'  => Wayfinder\Meetings\next_of( Wayfinder\Contents\get()['teams'][ $request['team'] ] ),
						'state' => Wayfinder\Meetings\state(),
					);
				},
			)
		);
	}
);
