<?php
/**
 * What the tab "Service" says to who comes for the first time, and how a connection ends.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Settings\Service;

use Wayfinder\Connection;
use Wayfinder\Settings;
use Wayfinder\Settings\Actions;
use Wayfinder\Settings\Quiz;

const TAB        = 'service';
const DISCONNECT = 'disconnect';

/**
 * Hooks.
 */
function bootstrap(): void {
	add_action( 'admin_post_wayfinder_disconnect', __NAMESPACE__ . '\disconnect' );
}

/**
 * Prints what the service is for, while none is connected.
 */
function print_first_contact(): void {
	if ( Connection\is_complete() ) {
		return;
	}

	printf(
		'<p style="max-width:720px">%s <a href="%s">%s</a></p>',
		esc_html__( 'The service is a program that you run on a machine of your own. It takes the results that people keep, finds mentors and grants badges. The quiz works without it: add the block “Contributor orientation” to a page, and visitors get their teams.', 'wayfinder' ),
		esc_url( Settings\address( Quiz\TAB ) ),
		esc_html__( 'Look at the questions and teams of the quiz', 'wayfinder' )
	);
}

/**
 * Whether there is something that can be forgotten here; what stands in wp-config.php cannot.
 */
function can_disconnect(): bool {
	return ( ! Connection\is_address_fixed() && '' !== Connection\given_address() )
		|| ( ! Connection\is_secret_fixed() && array() !== Connection\secrets() );
}

/**
 * Whether the page asks before it disconnects.
 */
function is_asking(): bool {
	return DISCONNECT === Quiz\asked( 'view' ) && can_disconnect();
}

/**
 * Prints the way to the question.
 */
function print_way_out(): void {
	if ( can_disconnect() ) {
		printf( '<p><a class="button" href="%s">%s</a></p>', esc_url( Settings\address( TAB, array( 'view' => DISCONNECT ) ) ), esc_html__( 'Disconnect', 'wayfinder' ) );
	}
}

/**
 * Prints the question before the connection ends.
 */
function print_question(): void {
	echo '<h2>' . esc_html__( 'Disconnect from the service?', 'wayfinder' ) . '</h2>';
	echo '<p style="max-width:720px">' . esc_html__( 'Address and secret are removed from this site. The quiz goes on working. Results that people keep meanwhile wait here, none is lost; they are sent when a service is connected again. You will need the secret again for that.', 'wayfinder' ) . '</p>';
	echo '<div style="display:flex;flex-wrap:wrap;gap:8px">';
	$offer = array(
		'action' => 'disconnect',
		'fields' => array(),
		'label'  => __( 'Disconnect', 'wayfinder' ),
	);
	Settings\print_offer( $offer, 'button button-primary' );
	printf( '<a class="button" href="%s">%s</a></div>', esc_url( Settings\address( TAB ) ), esc_html__( 'Stay connected', 'wayfinder' ) );
}

/**
 * Forgets address and secret.
 */
function disconnect(): void {
	Actions\insist( 'wayfinder_disconnect' );

	$kept = array(
		'service_url' => Connection\is_address_fixed(),
		'secret'      => Connection\is_secret_fixed(),
	);
	Connection\keep( array_fill_keys( array_keys( array_filter( $kept, static fn( $is_fixed ) => ! $is_fixed ) ), '' ) );

	Actions\say_and_go_back( array( Actions\notice( 'success', __( 'Disconnected. Results that people keep wait here until a service is connected.', 'wayfinder' ) ) ), array(), null, TAB );
}

/**
 * Prints what is wrong with the fields, on top; each sentence leads to its field.
 *
 * @param string[] $errors By field.
 */
function print_errors( array $errors ): void {
	$labels = array(
		'service_url' => __( 'Address', 'wayfinder' ),
		'secret'      => __( 'Secret', 'wayfinder' ),
		'keep_days'   => __( 'Days to keep messages', 'wayfinder' ),
	);
	$lines  = array();
	foreach ( array_intersect_key( $errors, $labels ) as $field => $error ) {
		$lines[ 'wayfinder-' . $field ] = $labels[ $field ] . ': ' . $error;
	}

	Quiz\print_summary( __( 'Nothing was saved. Please look at these fields:', 'wayfinder' ), $lines );
}
