<?php
/**
 * Carries what is owed to the service: at once when that costs the visitor nothing, and again from the scheduler.
 *
 * Never in front of the visitor's answer: a request that is sent "without blocking" blocks all the same.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Delivery;

use Wayfinder\Answer;
use Wayfinder\Connection;
use Wayfinder\Copy;
use Wayfinder\Leases;
use Wayfinder\Rotation;
use Wayfinder\Schedule;
use Wayfinder\Signing;
use Wayfinder\Sweeper;

const SOON      = 'wayfinder_deliver_soon';
const MINUTELY  = 'wayfinder_deliver';
const SLOW      = 'wayfinder_service_slow';
const TIMEOUT_S = 10;

/**
 * Hooks.
 */
function bootstrap(): void {
	add_filter( 'cron_schedules', __NAMESPACE__ . '\with_every_minute' ); // phpcs:ignore WordPress.WP.CronInterval -- a minute is meant.
	add_action( 'init', __NAMESPACE__ . '\start' );
	add_action( SOON, __NAMESPACE__ . '\deliver_from_scheduler' );
	add_action( MINUTELY, __NAMESPACE__ . '\tidy', 5 );
	add_action( MINUTELY, __NAMESPACE__ . '\deliver_from_scheduler' );
	add_action( 'wayfinder_event_owed', __NAMESPACE__ . '\deliver_soon' );
}

/**
 * A schedule of our own. WordPress may ask for it before translations can be loaded, so its name is plain.
 *
 * @param array $schedules WordPress's schedules.
 * @return array
 */
function with_every_minute( $schedules ): array {
	$schedules['wayfinder_minute'] = array(
		'interval' => 60,
		'display'  => 'Every minute (Wayfinder)',
	);

	return $schedules;
}

/**
 * Sees to it that the scheduler knows us.
 *
 * Every minute, also while nothing is due: it costs one read of an index, and it finds what nobody planned a run for,
 * such as the row of a runner that died, or an event whose planned run was lost when two requests wrote the scheduler's
 * list at once (WordPress keeps all of it in one option, and the last one to write wins).
 */
function start(): void {
	Schedule\every( 'wayfinder_minute', MINUTELY );
}

/**
 * An event was just owed: the next request's scheduler run takes it, and this one itself where the server can close
 * the connection to the visitor first.
 */
function deliver_soon(): void {
	wp_schedule_single_event( time(), SOON );

	if ( function_exists( 'fastcgi_finish_request' ) || function_exists( 'litespeed_finish_request' ) ) {
		add_action( 'shutdown', __NAMESPACE__ . '\deliver_behind_the_answer', 100 );
	}
}

/**
 * Sends the answer off, then delivers.
 */
function deliver_behind_the_answer(): void {
	if ( function_exists( 'fastcgi_finish_request' ) ) {
		fastcgi_finish_request();
	} else {
		litespeed_finish_request();
	}

	deliver_due( 5, 10 );
}

/**
 * Before the run of every minute: finds what is owed and not in the outbox, forgets secrets that sign no more.
 */
function tidy(): void {
	Copy\belong_here_if_nowhere();
	Sweeper\sweep();
	Rotation\drop_expired();
}

/**
 * The scheduler's run: shorter than WordPress's lock on it.
 */
function deliver_from_scheduler(): void {
	deliver_due( 500, 40 );
}

/**
 * A visitor's page asks: their own events first. While the service hangs, nobody's request is held up for it.
 *
 * @param int $user_id The visitor.
 * @return int How many were delivered.
 */
function deliver_for( int $user_id ): int {
	return get_transient( SLOW ) ? 0 : deliver_due( 10, 8, $user_id );
}

/**
 * Delivers what is due, until nothing is, or the time is up, or the service is out of reach for everything.
 *
 * @param int $most      How many at most.
 * @param int $seconds_s After which no further one is begun.
 * @param int $user_id   Whose events come first.
 * @return int How many were delivered.
 */
function deliver_due( int $most, int $seconds_s, int $user_id = 0 ): int {
	$until     = time() + $seconds_s;
	$delivered = 0;

	for ( $tried = 0; $tried < $most && time() <= $until && Copy\may_send(); $tried++ ) {
		$row = Leases\claim_next( $user_id );
		if ( ! $row ) {
			break;
		}

		$answer = send( $row );
		record( $row, $answer );

		if ( 202 === $answer['status'] ) {
			++$delivered;
		} elseif ( ! is_about_this_event( $answer['status'] ) ) {
			break;
		}
	}

	return $delivered;
}

/**
 * Sends one event. May be repeated: the service keeps each id once.
 *
 * @param object $row A leased row of the outbox.
 * @return array Status (0 when there was no answer), error in words, asked_for_s.
 */
function send( object $row ): array {
	$timestamp = time();
	$response  = wp_remote_post(
		Connection\address(),
		array(
			'timeout'             => TIMEOUT_S,
			'redirection'         => 0,
			'limit_response_size' => 16384,
			'body'                => $row->body,
			'headers'             => array(
				'content-type'      => 'application/json',
				'webhook-id'        => $row->event_id,
				'webhook-timestamp' => (string) $timestamp,
				'webhook-signature' => Signing\sign_with_each( $row->event_id, $timestamp, $row->body, Connection\secrets() ),
			),
		)
	);

	if ( time() - $timestamp >= 3 ) {
		set_transient( SLOW, 1, 30 );
	}

	return Answer\read( $response );
}

/**
 * Writes down what became of it. Only 202 says "kept": a login page or a redirect says nothing of the kind.
 *
 * @param object $row    A leased row of the outbox.
 * @param array  $answer What send() gave.
 */
function record( object $row, array $answer ): void {
	if ( 202 === $answer['status'] ) {
		Leases\record_delivered( $row, 202 );
	} elseif ( 'connection.tested' === $row->type ) {
		Leases\park( $row, $answer['status'], $answer['error'] );
	} else {
		Leases\record_failure( $row, $answer['status'], $answer['error'], $answer['asked_for_s'] );
	}
}

/**
 * Whether a refusal is about this one event, so that the next one may fare better.
 *
 * @param int $status The answer's status.
 */
function is_about_this_event( int $status ): bool {
	return in_array( $status, array( 409, 413, 422 ), true );
}
