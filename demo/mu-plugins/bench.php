<?php
/**
 * Gives pages that load what another tool cannot do without: WordPress's own scripts that it names, and nothing of its own.
 *
 * Plugin Name: Bench
 * License: GPL-2.0-or-later
 *
 * Read in the tools' public sources:
 * 2019: scripts() in src/src/WPCOTool/Frontend/Shortcode.php of wceu/contributor-orientation-tool;
 * 2023: build/view.asset.php and inject_style_dep() in contributor-orientation.php of WordPress/wporg-contributor-orientation.
 *
 * @package Wayfinder
 */

defined( 'ABSPATH' ) || exit;

add_shortcode(
	'wayfinder-bench',
	function ( $given ) {
		$scripts = array(
			'2019' => array( 'jquery' ),
			'2023' => array( 'wp-components', 'wp-compose', 'wp-element', 'wp-html-entities', 'wp-i18n' ),
		);
		$styles  = array(
			'2023' => array( 'wp-components' ),
		);

		$peer = (string) ( $given['peer'] ?? '' );
		array_map( 'wp_enqueue_script', $scripts[ $peer ] ?? array() );
		array_map( 'wp_enqueue_style', $styles[ $peer ] ?? array() );
		return '<p class="wayfinder-bench">Here would be a quiz.</p>';
	}
);

// A route that does to a delivery what the service's door does: check the signature, keep it, once, on disk.
add_action(
	'rest_api_init',
	function () {
		global $wpdb;
		$table = $wpdb->prefix . 'wayfinder_bench';
		$may   = function () {
			return current_user_can( 'manage_options' );
		};

		register_rest_route(
			'wayfinder-bench/v1',
			'/prepare',
			array(
				'methods'             => 'POST',
				'permission_callback' => $may,
				'callback'            => function ( $request ) use ( $wpdb, $table ) {
					update_option( 'wayfinder_bench_secret', $request['secret'] );
					return $wpdb->query( "CREATE TABLE IF NOT EXISTS {$table} (id bigint unsigned NOT NULL AUTO_INCREMENT, event varchar(64) NOT NULL, body longtext NOT NULL, received_at datetime NOT NULL, PRIMARY KEY (id), UNIQUE KEY event (event))" );
				},
			)
		);

		register_rest_route(
			'wayfinder-bench/v1',
			'/kept',
			array(
				'methods'             => 'GET',
				'permission_callback' => $may,
				'callback'            => function () use ( $wpdb, $table ) {
					return (int) $wpdb->get_var( "SELECT COUNT(*) FROM {$table}" );
				},
			)
		);

		register_rest_route(
			'wayfinder-bench/v1',
			'/deliveries',
			array(
				'methods'             => 'POST',
				'permission_callback' => '__return_true',
				'callback'            => function ( $request ) use ( $wpdb, $table ) {
					$id     = (string) $request->get_header( 'webhook-id' );
					$time   = (string) $request->get_header( 'webhook-timestamp' );
					$body   = $request->get_body();
					$key    = base64_decode( substr( (string) get_option( 'wayfinder_bench_secret' ), 6 ) );
					$signed = 'v1,' . base64_encode( hash_hmac( 'sha256', "{$id}.{$time}.{$body}", $key, true ) );
					if ( abs( time() - (int) $time ) > 300 || ! hash_equals( $signed, (string) $request->get_header( 'webhook-signature' ) ) ) {
						return new WP_Error( 'forbidden', 'Not proven.', array( 'status' => 401 ) );
					}
					$event = json_decode( $body, true );
					if ( ! is_array( $event['data'] ?? null ) || ! is_string( $event['type'] ?? null ) ) {
						return new WP_Error( 'malformed', 'Malformed.', array( 'status' => 422 ) );
					}
					$wpdb->query( $wpdb->prepare( "INSERT IGNORE INTO {$table} (event, body, received_at) VALUES (%s, %s, %s)", $id, $body, gmdate( 'Y-m-d H:i:s' ) ) );
					return new WP_REST_Response( null, 202 );
				},
			)
		);
	}
);
