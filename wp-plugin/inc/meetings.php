<?php
/**
 * When the teams meet: fetched from WordPress's calendar every six hours, never while somebody waits for a page.
 *
 * The calendar knows about two months, so what was fetched last stays true while it cannot be reached.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Meetings;

use Wayfinder\Answer;
use Wayfinder\Connection;
use Wayfinder\Schedule;

const CALENDAR   = 'https://make.wordpress.org/wp-json/wp/v2/meetings/from/';
const OPTION     = 'wayfinder_meetings';
const HOOK       = 'wayfinder_fetch_meetings';
const SOON       = 'wayfinder_fetch_meetings_soon';
const TIMEOUT_S  = 10;
const MOST_BYTES = 2 * 1024 * 1024;
const AGAIN_S    = 3600;

/**
 * Hooks.
 */
function bootstrap(): void {
	add_filter( 'cron_schedules', __NAMESPACE__ . '\with_every_six_hours' ); // phpcs:ignore WordPress.WP.CronInterval -- it is rare enough.
	add_action( 'init', __NAMESPACE__ . '\start' );
	add_action( HOOK, __NAMESPACE__ . '\fetch' );
	add_action( SOON, __NAMESPACE__ . '\fetch' );
}

/**
 * A schedule of our own. WordPress may ask for it before translations can be loaded, so its name is plain.
 *
 * @param array $schedules WordPress's schedules.
 */
function with_every_six_hours( $schedules ): array {
	$schedules['wayfinder_six_hours'] = array(
		'interval' => 6 * HOUR_IN_SECONDS,
		'display'  => 'Every six hours (Wayfinder)',
	);

	return $schedules;
}

/**
 * Sees to it that the scheduler knows us; its first run after the activation is the first fetch.
 */
function start(): void {
	Schedule\every( 'wayfinder_six_hours', HOOK );
}

/**
 * A team's coming meetings.
 *
 * @param array $team A team of the content.
 * @return array[] At (2026-12-03T16:00:00Z), title, url of at most three, soonest first; none when none is known.
 */
function next_of( array $team ): array {
	return Calendar\next_of( $team, drawers(), gmdate( 'Y-m-d\TH:i:s\Z' ) );
}

/**
 * What is known, for whoever looks after the site.
 *
 * @return array{fetched_at: int, error: string, entries: int} fetched_at is 0 when it never worked, error is empty
 *               when it worked last time.
 */
function state(): array {
	$kept = kept();

	return array(
		'fetched_at' => $kept['fetched_at'],
		'error'      => $kept['error'],
		'entries'    => count( $kept['entries'] ),
	);
}

/**
 * Fetches the calendar. May be repeated: it only reads. What was known stays when it fails, and it is tried again soon.
 */
function fetch(): void {
	$response = wp_remote_get(
		address(),
		array(
			'timeout'             => TIMEOUT_S,
			'redirection'         => 2,
			'limit_response_size' => MOST_BYTES,
			'headers'             => array( 'accept' => 'application/json' ),
		)
	);
	$entries  = entries_of( $response );

	if ( is_wp_error( $entries ) ) {
		keep( array( 'error' => Answer\one_line( $entries->get_error_message() ) ) + kept() );
		if ( ! wp_next_scheduled( SOON ) ) {
			wp_schedule_single_event( time() + AGAIN_S, SOON );
		}
		return;
	}

	keep(
		array(
			'fetched_at' => time(),
			'error'      => '',
			'entries'    => $entries,
		)
	);
}

/**
 * Where the calendar says what happens from today on.
 */
function address(): string {
	$given = Connection\written_down( 'WAYFINDER_MEETINGS_URL', 'wayfinder_meetings_url' );

	/**
	 * Filters where the meetings are read; the day is put behind it.
	 *
	 * @param string $base An address that ends with a slash.
	 */
	$base = apply_filters( 'wayfinder_meetings_url', '' === $given ? CALENDAR : $given );

	return trailingslashit( is_string( $base ) ? $base : CALENDAR ) . gmdate( 'Y-m-d' );
}

/**
 * The meetings in an answer.
 *
 * @param array|\WP_Error $response WordPress's answer.
 * @return array[]|\WP_Error
 */
function entries_of( $response ) {
	if ( is_wp_error( $response ) ) {
		return $response;
	}

	$status = (int) wp_remote_retrieve_response_code( $response );
	if ( 200 !== $status ) {
		/* translators: %d: an HTTP status. */
		return new \WP_Error( 'wayfinder_calendar', sprintf( __( 'The calendar of meetings answered with status %d.', 'wayfinder' ), $status ) );
	}

	return Calendar\read( (string) wp_remote_retrieve_body( $response ) )
		?? new \WP_Error( 'wayfinder_calendar', __( 'What answered is not the calendar of meetings.', 'wayfinder' ) );
}

/**
 * What was kept last.
 *
 * @return array{fetched_at: int, error: string, entries: array[]}
 */
function kept(): array {
	$kept = get_option( OPTION );

	return ( is_array( $kept ) ? $kept : array() ) + array(
		'fetched_at' => 0,
		'error'      => '',
		'entries'    => array(),
	);
}

/**
 * Keeps it; only pages with the quiz need it, so it is not loaded with every page.
 *
 * @param array $meetings Fetched_at, error, entries.
 */
function keep( array $meetings ): void {
	update_option( OPTION, $meetings, false );
	drawers( true );
}

/**
 * The meetings in their drawers, once for all teams of a page.
 *
 * @param bool $anew Whether something changed.
 */
function drawers( bool $anew = false ): array {
	static $of_site = array();

	$site = get_current_blog_id();
	if ( $anew ) {
		unset( $of_site[ $site ] );
		return array();
	}
	if ( ! isset( $of_site[ $site ] ) ) {
		$of_site[ $site ] = Calendar\index( kept()['entries'] );
	}

	return $of_site[ $site ];
}
