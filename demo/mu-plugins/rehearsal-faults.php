<?php
/**
 * Lets `make faults` keep thousands of results in the plugin's own way, hurry time, and read the site's books.
 *
 * Plugin Name: Rehearsal of faults
 * License: GPL-2.0-or-later
 *
 * Results go through the plugin's own transaction, and only past its limits, which are for people.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Rehearsal\Faults;

use Wayfinder\Badges;
use Wayfinder\Contents;
use Wayfinder\Erasure;
use Wayfinder\Journey;
use Wayfinder\Orientation;
use Wayfinder\Outbox;
use Wayfinder\Results;
use Wayfinder\Schema;

defined( 'ABSPATH' ) || exit;

const PREFIX = 'demo-crowd-';

add_action( 'rest_api_init', __NAMESPACE__ . '\routes' );

/**
 * The routes, for an administrator.
 */
function routes(): void {
	$routes = array(
		'crowd'   => 'POST',
		'results' => 'POST',
		'hurry'   => 'POST',
		'again'   => 'POST',
		'erase'   => 'POST',
		'die_at'  => 'POST',
		'books'   => 'GET',
		'waiting' => 'GET',
	);
	foreach ( $routes as $name => $method ) {
		register_rest_route(
			'wayfinder-rehearsal/v1',
			'/' . $name,
			array(
				'methods'             => $method,
				'permission_callback' => static function () {
					return current_user_can( 'manage_options' );
				},
				'callback'            => __NAMESPACE__ . '\\' . $name,
			)
		);
	}
}

/**
 * Makes accounts, those that are missing; gives their ids.
 *
 * @param \WP_REST_Request $request How many ("count").
 */
function crowd( \WP_REST_Request $request ): array {
	global $wpdb;

	$known = $wpdb->get_col( $wpdb->prepare( "SELECT user_login FROM {$wpdb->users} WHERE user_login LIKE %s", PREFIX . '%' ) );
	$wpdb->query( 'START TRANSACTION' );
	for ( $number = 1; $number <= (int) $request['count']; $number++ ) {
		$login = PREFIX . $number;
		if ( ! in_array( $login, $known, true ) ) {
			$wpdb->insert(
				$wpdb->users,
				array(
					'user_login'      => $login,
					'user_pass'       => '',
					'user_nicename'   => $login,
					'user_email'      => "$login@example.org",
					'user_registered' => gmdate( 'Y-m-d H:i:s' ),
					'display_name'    => "Demo Crowd $number",
				)
			);
		}
	}
	$wpdb->query( 'COMMIT' );

	return array_map( 'intval', $wpdb->get_col( $wpdb->prepare( "SELECT ID FROM {$wpdb->users} WHERE user_login LIKE %s ORDER BY ID", PREFIX . '%' ) ) );
}

/**
 * Keeps results: each [ account, revision, number of the sheet, wants a mentor ]. One that is there stays as it is.
 *
 * @param \WP_REST_Request $request The list ("sheets").
 */
function results( \WP_REST_Request $request ): array {
	$options = array_keys( Orientation\options( Contents\get() ) );
	$kept    = 0;
	foreach ( $request['sheets'] as list( $id, $revision, $sheet, $wants_mentor ) ) {
		$answers = array( $options[ $sheet % count( $options ) ], $options[ intdiv( $sheet, 7 ) % count( $options ) ] );
		$result  = Results\read_result( $answers, (bool) $wants_mentor, '' );
		$kept   += (int) Results\insert( get_userdata( (int) $id ), (int) $revision, $result );
	}
	do_action( 'wayfinder_event_owed' );

	return array( 'kept' => $kept );
}

/**
 * Lets time pass for what waits for its next attempt, as long as attempts are left for the end.
 */
function hurry() {
	global $wpdb;

	return $wpdb->query(
		$wpdb->prepare(
			'UPDATE %i SET next_attempt_at = %s WHERE state = %s AND attempts < 7 AND next_attempt_at > %s',
			Schema\outbox_table(),
			Outbox\moment(),
			'due',
			Outbox\moment()
		)
	);
}

/**
 * Presses "Send again" for everything that is not delivered.
 */
function again(): int {
	global $wpdb;

	$ids = $wpdb->get_col(
		$wpdb->prepare( 'SELECT id FROM %i WHERE state <> %s AND ( state = %s OR attempts > 6 )', Schema\outbox_table(), 'delivered', 'parked' )
	);

	return array_sum( array_map( static fn( $id ) => (int) Outbox\send_again( (int) $id ), $ids ) );
}

/**
 * Forgets people as WordPress's own tool does.
 *
 * @param \WP_REST_Request $request Account ids ("people").
 */
function erase( \WP_REST_Request $request ): array {
	return array_map( static fn( $id ) => Erasure\forget( (int) $id ), $request['people'] );
}

/**
 * How many deliveries are not confirmed.
 */
function waiting(): array {
	global $wpdb;

	return $wpdb->get_results( $wpdb->prepare( 'SELECT state, COUNT(*) AS count FROM %i GROUP BY state', Schema\outbox_table() ), ARRAY_A );
}

/**
 * All that this site knows.
 */
function books(): array {
	global $wpdb;

	$teams = array();
	foreach ( $wpdb->get_results( $wpdb->prepare( 'SELECT user_id, teams, wants_mentor FROM %i ORDER BY revision', Schema\results_table() ) ) as $row ) {
		$teams[ $row->user_id ] = $row->wants_mentor ? array_column( json_decode( $row->teams, true ), 'slug' ) : array();
	}

	return array(
		'results'  => $wpdb->get_results( $wpdb->prepare( 'SELECT user_id, revision, event_id, kept_at FROM %i', Schema\results_table() ), ARRAY_N ),
		'outbox'   => $wpdb->get_results( $wpdb->prepare( 'SELECT event_id, type, state, user_id, created_at, last_status, last_error FROM %i', Schema\outbox_table() ), ARRAY_N ),
		'teams'    => (object) $teams,
		'badges'   => $wpdb->get_results( $wpdb->prepare( "SELECT user_id, COUNT(*) FROM {$wpdb->usermeta} WHERE meta_key = %s GROUP BY user_id", Badges\meta_key( Journey\BADGE ) ), ARRAY_N ),
		'journeys' => array_map(
			static fn( $row ) => array( $row[0], maybe_unserialize( $row[1] ) ),
			$wpdb->get_results( $wpdb->prepare( "SELECT user_id, meta_value FROM {$wpdb->usermeta} WHERE meta_key = %s", $wpdb->get_blog_prefix() . Journey\META ), ARRAY_N )
		),
		'posts'    => $wpdb->get_results( "SELECT ID, post_title, post_status FROM {$wpdb->posts} WHERE post_type = 'post' AND post_status <> 'trash' AND post_name LIKE 'wayfinder-%'", ARRAY_N ),
	);
}

/**
 * Keeps a result as its person would, and dies on the way, as a request that is killed: at the transaction's end
 * ("commit"), right after it ("owed"), or when the service has answered and nothing is noted yet ("sent").
 *
 * @param \WP_REST_Request $request Person ("person") and place ("where").
 */
function die_at( \WP_REST_Request $request ): array {
	$end = static function ( $given = null ) {
		exit; // phpcs:ignore -- a death without a last word is meant.
	};
	if ( 'commit' === $request['where'] ) {
		add_filter( 'query', static fn( $query ) => 'COMMIT' === $query ? $end() : $query );
	} elseif ( 'owed' === $request['where'] ) {
		add_action( 'wayfinder_event_owed', $end, 0 );
	} else {
		add_filter( 'http_response', $end );
	}

	$answers = array( array_key_first( Orientation\options( Contents\get() ) ) );
	$kept    = Results\keep( get_userdata( (int) $request['person'] ), $answers, true, '' );
	\Wayfinder\Delivery\deliver_due( 10, 5, (int) $request['person'] );

	return array( 'lived' => ! is_wp_error( $kept ) );
}
