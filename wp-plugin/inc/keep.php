<?php
/**
 * Keeps a result without any script: the form posts here and is led back to the very result, with a word on the outcome.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Keep;

use Wayfinder\Address;
use Wayfinder\Results;

const ACTION = 'wayfinder_keep';

/**
 * Hooks.
 */
function bootstrap(): void {
	add_action( 'admin_post_' . ACTION, __NAMESPACE__ . '\handle' );
	add_action( 'admin_post_nopriv_' . ACTION, __NAMESPACE__ . '\send_to_login' );
}

/**
 * The form was sent by somebody who is logged in.
 */
function handle(): void {
	if ( ! wp_verify_nonce( field( '_wpnonce' ), ACTION ) ) {
		go_back( 'expired' );
	}

	$kept = Results\keep( wp_get_current_user(), explode( ',', field( 'answers' ) ), '1' === field( 'wants_mentor' ), field( 'content' ) );

	if ( is_wp_error( $kept ) ) {
		$states = array(
			'wayfinder_too_many' => 'limit',
			'wayfinder_too_busy' => 'busy',
			'rest_invalid_param' => 'answers',
		);
		go_back( $states[ $kept->get_error_code() ] ?? 'failed' );
	}

	go_back( $kept['is_new'] ? 'kept' : 'same' );
}

/**
 * Logged out in between: the address still holds the answers, so nothing is lost.
 */
function send_to_login(): void {
	wp_safe_redirect( wp_login_url( back() ), 303, 'Wayfinder' );
	exit;
}

/**
 * Leads back to the result.
 *
 * @param string $state What happened, in a word.
 */
function go_back( string $state ): void {
	$panel = sanitize_html_class( field( 'panel' ) );
	$back  = add_query_arg(
		array(
			Address\ANSWERS => preg_replace( '/[^A-Za-z0-9._,-]/', '', field( 'answers' ) ),
			Address\STATE   => $state,
		),
		back()
	);

	wp_safe_redirect( $back . ( $panel ? '#' . $panel : '' ), 303, 'Wayfinder' );
	exit;
}

/**
 * Where the visitor came from, if that is on this site.
 */
function back(): string {
	return wp_validate_redirect( esc_url_raw( field( 'back' ) ), home_url( '/' ) );
}

/**
 * What happened, in words; empty when nothing did.
 *
 * @param string $state A word from go_back().
 */
function words_for( string $state ): string {
	$words = array(
		'kept'    => __( 'Kept.', 'wayfinder' ),
		'same'    => __( 'This result was kept before.', 'wayfinder' ),
		'expired' => __( 'This page was open for too long. Nothing is lost: please press the button again.', 'wayfinder' ),
		'limit'   => __( 'You kept many results in the last hour. Nothing is lost: please try again later.', 'wayfinder' ),
		'busy'    => __( 'Very many results come from your network right now. Nothing is lost: please try again in a minute.', 'wayfinder' ),
		'answers' => __( 'We could not read these answers. Please choose them again.', 'wayfinder' ),
		'failed'  => __( 'We could not keep your result just now. Nothing is lost: please try again in a minute.', 'wayfinder' ),
	);

	return $words[ $state ] ?? '';
}

/**
 * A field of the form, as text; empty when it is missing or something else.
 *
 * @param string $name The field.
 */
function field( string $name ): string {
	$value = wp_unslash( $_POST[ $name ] ?? '' ); // phpcs:ignore WordPress.Security -- each caller checks what it reads, the nonce among them.

	return is_string( $value ) ? substr( $value, 0, 8000 ) : '';
}
