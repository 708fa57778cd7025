<?php
/**
 * Tools → Site Health: whether results arrive where they should, whether the quiz can be answered, and the figures that
 * somebody who helps would ask for.
 *
 * @package Wayfinder
 */

namespace Wayfinder\SiteHealth;

use Wayfinder\Connection;
use Wayfinder\Contents;
use Wayfinder\Copy;
use Wayfinder\Delivery;
use Wayfinder\EventsBook;
use Wayfinder\Orientation;
use Wayfinder\Retention;
use Wayfinder\Rotation;
use Wayfinder\Schema;
use Wayfinder\Settings;
use Wayfinder\Visits;

const PATIENCE_S = HOUR_IN_SECONDS;
const ASLEEP_S   = 1200; // Many a system's own cron calls WordPress every 15 minutes.

/**
 * Hooks.
 */
function bootstrap(): void {
	add_filter( 'site_status_tests', __NAMESPACE__ . '\with_tests' );
	add_filter( 'debug_information', __NAMESPACE__ . '\with_information' );
}

/**
 * Adds our tests.
 *
 * @param array[] $tests WordPress's lists.
 * @return array[]
 */
function with_tests( $tests ): array {
	$tests['direct']['wayfinder_deliveries'] = array(
		'label' => __( 'Wayfinder passes results on', 'wayfinder' ),
		'test'  => __NAMESPACE__ . '\test_deliveries',
	);
	$tests['direct']['wayfinder_quiz']       = array(
		'label' => __( 'Wayfinder’s quiz can be answered', 'wayfinder' ),
		'test'  => __NAMESPACE__ . '\test_quiz',
	);

	return $tests;
}

/**
 * Says whether what people keep reaches the service.
 */
function test_deliveries(): array {
	$is_connected = Connection\is_complete();

	$figures = figures( $is_connected ? '' : 'orientation.counted' ); // Sums are nobody's result: nobody waits for a badge because of them.
	$words   = words();
	$verdict = verdict( $is_connected, $figures['due']['count'], $figures['parked']['count'], $figures['due']['age_s'], Visits\overdue_s(), Copy\is_copy() );

	return array( 'test' => 'wayfinder_deliveries' ) + result( ...$words[ $verdict ] );
}

/**
 * Judges the outbox.
 *
 * @param bool $is_connected Whether there is a service to deliver to.
 * @param int  $waiting      How many events wait.
 * @param int  $parked       How many were given up for now.
 * @param int  $oldest_s     How long the oldest of those that wait does so.
 * @param int  $overdue_s    For how long WordPress's scheduler should have run.
 * @param bool $is_copy      Whether the site is another one than the one that was connected.
 * @return string A key of words().
 */
function verdict( bool $is_connected, int $waiting, int $parked, int $oldest_s, int $overdue_s = 0, bool $is_copy = false ): string {
	if ( ! $is_connected ) {
		return $waiting + $parked > 0 ? 'unconnected' : 'alone';
	}
	if ( $is_copy ) {
		return 'copy';
	}
	if ( $parked > 0 ) {
		return 'parked';
	}

	$is_asleep = $overdue_s > ASLEEP_S;
	if ( $waiting > 0 && $oldest_s > PATIENCE_S ) {
		return $is_asleep ? 'late-asleep' : 'late';
	}

	return $is_asleep ? 'asleep' : 'good';
}

/**
 * What each verdict means and what to do, by verdict: status, headline, words.
 *
 * @return array[]
 */
function words(): array {
	return array(
		'good'        => array( 'good', __( 'Wayfinder passes results on', 'wayfinder' ), __( 'What people keep reaches the service.', 'wayfinder' ) ),
		'alone'       => array( 'good', __( 'Wayfinder has nothing to pass on', 'wayfinder' ), __( 'No service is connected, and no result waits for one. The quiz works without it.', 'wayfinder' ) ),
		'unconnected' => array( 'recommended', __( 'Wayfinder keeps results that no service gets', 'wayfinder' ), __( 'People kept results, but no service is connected: their badges and applications wait. Enter the service’s address and secret.', 'wayfinder' ) ),
		'late'        => array( 'critical', __( 'Wayfinder’s results wait for more than an hour', 'wayfinder' ), __( 'The oldest message was not delivered for more than an hour. The list of deliveries shows what the service answered; test the connection there.', 'wayfinder' ) ),
		'late-asleep' => array( 'critical', __( 'Wayfinder’s results wait for more than an hour', 'wayfinder' ), asleep_in_words() ),
		'asleep'      => array( 'recommended', __( 'WordPress’s scheduler does not run', 'wayfinder' ), asleep_in_words() ),
		'copy'        => array( 'critical', __( 'Wayfinder sends nothing, since this site may be a copy', 'wayfinder' ), Settings\Copy\what_is_so() . ' ' . __( 'Say in Settings → Wayfinder whether it is a copy or has moved.', 'wayfinder' ) ),
		'parked'      => array( 'critical', __( 'Wayfinder set messages aside that could not be delivered', 'wayfinder' ), __( 'They are not tried again by themselves. The list of deliveries shows what was wrong: mend it, then press “Send again”.', 'wayfinder' ) ),
	);
}

/**
 * What it means that the scheduler does not run, and what to do.
 */
function asleep_in_words(): string {
	return sprintf(
		/* translators: %s: a moment. */
		__( 'WordPress’s scheduler (WP-Cron) has not run since %s. Visits deliver in its place, a few messages a minute. Let the system’s own cron call wp-cron.php or “wp wayfinder deliver” every minute, or see why the scheduler is blocked.', 'wayfinder' ),
		gmdate( 'Y-m-d H:i', time() - Visits\overdue_s() ) . ' UTC'
	);
}

/**
 * Says whether the standard quiz leads anywhere.
 */
function test_quiz(): array {
	$fault = fault_of( Contents\get() );

	return array( 'test' => 'wayfinder_quiz' ) + ( '' === $fault
		? result( 'good', __( 'Wayfinder’s quiz can be answered', 'wayfinder' ), __( 'It has questions, and enough active teams to recommend.', 'wayfinder' ) )
		: result( 'recommended', __( 'Wayfinder’s quiz should be looked at', 'wayfinder' ), $fault . ' ' . __( 'Change the questions and teams of this site.', 'wayfinder' ) )
	);
}

/**
 * What is wrong with a quiz, in words; empty for nothing.
 *
 * @param array $content The quiz.
 */
function fault_of( array $content ): string {
	$active  = Orientation\compact( array( 'steps' => array() ) + $content )['teams']; // As the rule reads them: no state means active.
	$options = Orientation\options( $content );

	if ( count( $active ) < Orientation\FEWEST_TEAMS ) {
		/* translators: %s: a number. */
		return sprintf( __( 'It has fewer than %s active teams to recommend.', 'wayfinder' ), number_format_i18n( Orientation\FEWEST_TEAMS ) );
	}
	if ( ! $options ) {
		return __( 'It has no answers to choose from.', 'wayfinder' );
	}
	foreach ( $options as $option ) {
		if ( ! array_intersect( array_keys( $option['teams'] ?? array() ), $active ) ) {
			/* translators: %s: the words of an answer. */
			return sprintf( __( 'Its answer “%s” leads to no active team.', 'wayfinder' ), $option['label'] );
		}
	}

	return '';
}

/**
 * A test's result as Site Health shows it.
 *
 * @param string $status   Good, recommended or critical.
 * @param string $headline What is so.
 * @param string $words    What it means and what to do.
 */
function result( string $status, string $headline, string $words ): array {
	return array(
		'label'       => $headline,
		'status'      => $status,
		'badge'       => array(
			'label' => __( 'Wayfinder', 'wayfinder' ),
			'color' => 'critical' === $status ? 'red' : ( 'good' === $status ? 'green' : 'orange' ),
		),
		'description' => '<p>' . esc_html( $words ) . '</p>',
		'actions'     => 'good' === $status ? '' : sprintf( '<p><a href="%s">%s</a></p>', esc_url( Settings\address() ), esc_html__( 'Open Settings → Wayfinder', 'wayfinder' ) ),
	);
}

/**
 * Counts events by state, without tests of the connection: nobody waits for those.
 *
 * @param string $left_out A type of events that does not count either; empty for none.
 * @return array[] By state (due, delivered, parked): count, oldest (a moment, or empty), age_s.
 */
function figures( string $left_out = '' ): array {
	global $wpdb;

	$found   = array();
	$figures = array();
	foreach ( $wpdb->get_results(
		$wpdb->prepare(
			'SELECT state, COUNT(*) AS number, MIN(created_at) AS oldest FROM %i WHERE type <> %s AND type <> %s GROUP BY state',
			Schema\outbox_table(),
			'connection.tested',
			$left_out
		)
	) as $row ) {
		$found[ $row->state ] = $row;
	}

	foreach ( array( 'due', 'delivered', 'parked' ) as $state ) {
		$oldest            = $found[ $state ]->oldest ?? '';
		$figures[ $state ] = array(
			'count'  => (int) ( $found[ $state ]->number ?? 0 ),
			'oldest' => $oldest,
			'age_s'  => $oldest ? time() - strtotime( $oldest . ' UTC' ) : 0,
		);
	}

	return $figures;
}

/**
 * The figures of our section.
 *
 * @return array[] Label and value, by name.
 */
function lines(): array {
	$figures = figures();
	$bodies  = Retention\figures();
	$oldest  = array_filter( array( $figures['due']['oldest'], $figures['parked']['oldest'] ) );
	$next    = wp_next_scheduled( Delivery\MINUTELY );
	$yes     = __( 'Yes', 'wayfinder' );
	$no      = __( 'No', 'wayfinder' );
	$none    = __( 'None', 'wayfinder' );

	return array(
		'version'   => array( __( 'Version', 'wayfinder' ), \Wayfinder\VERSION ),
		'tables'    => array( __( 'Version of its tables', 'wayfinder' ), (string) get_option( Schema\OPTION, 0 ) . ' / ' . Schema\VERSION ),
		'quiz'      => array( __( 'Standard quiz', 'wayfinder' ), Contents\get()['name'] . ' (' . Contents\get()['version'] . ')' ),
		'connected' => array( __( 'Connected to a service', 'wayfinder' ), Connection\is_complete() ? $yes : $no ),
		'copy'      => array( __( 'Has another address than when it was connected', 'wayfinder' ), Copy\is_copy() ? $yes : $no ),
		'secrets'   => array( __( 'Secrets that sign', 'wayfinder' ), (string) count( Connection\secrets() ) ),
		'former'    => array( __( 'The former secret signs until', 'wayfinder' ), Rotation\until() ? gmdate( 'Y-m-d H:i:s', Rotation\until() ) . ' UTC' : $none ),
		'delivered' => array( __( 'Messages delivered', 'wayfinder' ), (string) $figures['delivered']['count'] ),
		'waiting'   => array( __( 'Messages that wait', 'wayfinder' ), (string) $figures['due']['count'] ),
		'parked'    => array( __( 'Messages set aside', 'wayfinder' ), (string) $figures['parked']['count'] ),
		'oldest'    => array( __( 'Oldest message not delivered', 'wayfinder' ), $oldest ? min( $oldest ) . ' UTC' : $none ),
		'pulled'    => array( __( 'Last message that the service fetched', 'wayfinder' ), (string) EventsBook\pulled_to() ),
		'bodies'    => array( __( 'Texts of messages kept', 'wayfinder' ), (string) $bodies['kept'] ),
		'removed'   => array( __( 'Texts of messages removed', 'wayfinder' ), (string) $bodies['removed'] ),
		'next'      => array( __( 'Next run of the scheduler', 'wayfinder' ), $next ? gmdate( 'Y-m-d H:i:s', $next ) . ' UTC' : $none ),
	);
}

/**
 * Adds our section to what is copied for people who help. Never the secret, and nothing about people.
 *
 * @param array[] $information WordPress's sections.
 * @return array[]
 */
function with_information( $information ): array {
	$information['wayfinder'] = array(
		'label'  => __( 'Wayfinder', 'wayfinder' ),
		'fields' => array_map(
			static fn( $line ) => array(
				'label' => $line[0],
				'value' => $line[1],
			),
			lines()
		),
	);

	return $information;
}
