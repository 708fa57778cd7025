<?php
/**
 * What the settings page can do: save, test, send again. Each leads back to the page, which says what happened.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Settings\Actions;

use Wayfinder\Answer;
use Wayfinder\Badges;
use Wayfinder\Connection;
use Wayfinder\Copy;
use Wayfinder\DeliveriesPage;
use Wayfinder\Delivery;
use Wayfinder\Events;
use Wayfinder\Leases;
use Wayfinder\Outbox;
use Wayfinder\Retention;
use Wayfinder\Settings;
use Wayfinder\Settings\Service;

const SAID = 'wayfinder_said_';

/**
 * Hooks.
 */
function bootstrap(): void {
	add_action( 'admin_post_wayfinder_save', __NAMESPACE__ . '\save' );
	add_action( 'admin_post_wayfinder_test', __NAMESPACE__ . '\test' );
	add_action( 'admin_post_wayfinder_send', __NAMESPACE__ . '\send_again' );
}

/**
 * Saves address and secret; an empty secret leaves the one that is set, an emptied address asks whether to disconnect.
 */
function save(): void {
	insist( 'wayfinder_save' );

	$fixed  = array(
		'service_url' => Connection\is_address_fixed(),
		'secret'      => Connection\is_secret_fixed() || '' === trim( field( 'secret' ) ),
	);
	$given  = array(
		'service_url' => field( 'service_url' ),
		'secret'      => field( 'secret' ),
	);
	if ( ! $fixed['service_url'] && '' === trim( $given['service_url'] ) && '' !== Connection\given_address() ) {
		say_and_go_back( array(), array(), null, Service\TAB, array( 'view' => Service\DISCONNECT ) );
	}
	$days   = Retention\check_days( field( 'keep_days' ) );
	$errors = is_wp_error( $days ) ? Connection\check( array_diff_key( $given, array_filter( $fixed ) ) ) : Connection\keep( array_diff_key( $given, array_filter( $fixed ) ) );
	$errors = $errors ?? new \WP_Error();
	if ( is_wp_error( $days ) ) {
		$errors->merge_from( $days );
	}
	if ( $errors->has_errors() ) {
		$typed = array( 'keep_days' => field( 'keep_days' ) ) + ( $fixed['service_url'] ? array() : array( 'service_url' => $given['service_url'] ) );
		say_and_go_back( array(), array_combine( $errors->get_error_codes(), $errors->get_error_messages() ), $typed );
	}
	update_option( Retention\OPTION, $days, false );
	if ( Badges\are_profiles_here() ) {
		update_option( Badges\PROFILES_OPTION, '1' === field( 'profiles' ) ? 1 : 0 );
	}

	say_and_go_back( array( notice( 'success', __( 'Saved.', 'wayfinder' ) ) ) );
}

/**
 * Sends a test message now and says what the service answered. Tried once: nobody waits for it.
 */
function test(): void {
	insist( 'wayfinder_test' );

	if ( Copy\is_copy() ) {
		say_and_go_back( array( notice( 'error', __( 'This site is a copy, so nothing is sent. Choose above what it is.', 'wayfinder' ) ) ) );
	}
	if ( ! Connection\is_complete() ) {
		say_and_go_back( array( notice( 'error', __( 'Save an address and a secret first, then test them.', 'wayfinder' ) ) ) );
	}

	$event_id = Outbox\new_event_id();
	Outbox\add( $event_id, 'connection.tested', Events\connection_tested(), 0 );
	$row = Outbox\find_event( $event_id );

	deliver_and_say( $row ? Leases\claim( (int) $row->id ) : null );
}

/**
 * Makes an event due again and tries to deliver it.
 */
function send_again(): void {
	insist( 'wayfinder_send' );

	$id = (int) field( 'id' );

	deliver_and_say(
		Copy\may_send() && Outbox\send_again( $id ) ? Leases\claim( $id ) : null,
		DeliveriesPage\query( sanitize_key( field( 'state' ) ), (int) field( 'paged' ) )
	);
}

/**
 * Delivers one event and says what the service answered.
 *
 * @param object|null $row   A leased row of the outbox; null when there is none to send.
 * @param string[]    $query Where on the page to come back to.
 */
function deliver_and_say( ?object $row, array $query = array() ): void {
	if ( ! $row ) {
		say_and_go_back( array( notice( 'warning', __( 'Nothing to send here: it is under way or delivered already. See the list below.', 'wayfinder' ) ) ), array(), null, '', $query );
	}

	$answer = Delivery\send( $row );
	Delivery\record( $row, $answer );

	$notice = notice( 202 === $answer['status'] ? 'success' : 'error', Answer\in_words( $answer['status'] ) );
	say_and_go_back( array( $notice + array( 'details' => $answer['error'] ) ), array(), null, '', $query );
}

/**
 * May they, and did they mean it?
 *
 * @param string $action The action, which its nonce names.
 */
function insist( string $action ): void {
	if ( ! current_user_can( 'manage_options' ) ) {
		wp_die( esc_html__( 'Only an administrator of this site can do this.', 'wayfinder' ), '', array( 'response' => 403 ) );
	}

	check_admin_referer( $action );
}

/**
 * A field of the form, as text.
 *
 * @param string $name The field.
 */
function field( string $name ): string {
	$value = wp_unslash( $_POST[ $name ] ?? '' ); // phpcs:ignore WordPress.Security -- insist() checked the nonce; each field is checked by who reads it.

	return is_string( $value ) ? $value : '';
}

/**
 * One thing to say.
 *
 * @param string $type success, warning or error.
 * @param string $text The words.
 */
function notice( string $type, string $text ): array {
	return array(
		'type' => $type,
		'text' => $text,
	);
}

/**
 * Leads back to the page, which says this once.
 *
 * @param array[]  $notices What to say.
 * @param array    $errors  What is wrong, by field.
 * @param mixed    $typed   What was typed, for the form to show it again.
 * @param string   $tab     The tab to go back to.
 * @param string[] $more    What else the tab reads from its address.
 * @param string   $id      Where on the page to go on.
 */
function say_and_go_back( array $notices, array $errors = array(), $typed = null, string $tab = '', array $more = array(), string $id = '' ): void {
	set_transient( SAID . get_current_user_id(), compact( 'notices', 'errors', 'typed' ), 60 );
	wp_safe_redirect( Settings\address( $tab, $more ) . ( $id ? '#' . $id : '' ), 303, 'Wayfinder' );
	exit;
}

/**
 * What the last action said, once.
 *
 * @return array Notices, errors by field, typed.
 */
function take_said(): array {
	$said = get_transient( SAID . get_current_user_id() );
	delete_transient( SAID . get_current_user_id() );

	return ( is_array( $said ) ? $said : array() ) + array(
		'notices' => array(),
		'errors'  => array(),
		'typed'   => null,
	);
}
