<?php
/**
 * wp-admin → Wayfinder: the way into the service's console, for whoever has one of the five capabilities.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Console;

use Wayfinder\Access;
use Wayfinder\Connection;
use Wayfinder\ConsoleToken;
use Wayfinder\Copy;
use Wayfinder\Events;
use Wayfinder\Settings;

const PAGE   = 'wayfinder-console';
const ACTION = 'wayfinder_console';

/**
 * Hooks.
 */
function bootstrap(): void {
	add_action( 'admin_menu', __NAMESPACE__ . '\add_page' );
	add_action( 'admin_post_' . ACTION, __NAMESPACE__ . '\open' );
}

/**
 * The page in the menu.
 */
function add_page(): void {
	$capabilities = Access\of_people( wp_get_current_user() );
	if ( $capabilities ) {
		add_menu_page( __( 'Wayfinder', 'wayfinder' ), __( 'Wayfinder', 'wayfinder' ), $capabilities[0], PAGE, __NAMESPACE__ . '\print_page', 'dashicons-location-alt', 71 );
	}
}

/**
 * What somebody may do in the console, in words, by capability.
 *
 * @return string[]
 */
function roles_in_words(): array {
	return array(
		'wayfinder_organize'  => __( 'Organize the program: selection, cohorts, deliveries', 'wayfinder' ),
		'wayfinder_redact'    => __( 'Make applications anonymous before they are read', 'wayfinder' ),
		'wayfinder_review'    => __( 'Review applications', 'wayfinder' ),
		'wayfinder_mentor'    => __( 'Mentor', 'wayfinder' ),
		'wayfinder_represent' => __( 'Represent a team', 'wayfinder' ),
	);
}

/**
 * Prints the page: the button, or why there is none.
 */
function print_page(): void {
	$obstacle = obstacle();

	echo '<div class="wrap"><h1>' . esc_html__( 'Wayfinder', 'wayfinder' ) . '</h1>';
	echo '<p style="max-width:720px">' . esc_html__( 'The console is where the program is run: applications, cohorts, and what was delivered. It is part of the service, and you come in with your account here.', 'wayfinder' ) . '</p>';
	if ( '' !== $obstacle ) {
		print_obstacle( $obstacle );
	} else {
		$offer = array(
			'action' => 'console',
			'fields' => array(),
			'label'  => __( 'Open the console', 'wayfinder' ),
		);
		Settings\print_offer( $offer, 'button button-primary button-hero' );
		echo '<p class="description">' . esc_html__( 'The way in works once, for a minute. Come back here for a new one.', 'wayfinder' ) . '</p>';
	}

	echo '<h2>' . esc_html__( 'What you may do there', 'wayfinder' ) . '</h2><ul class="ul-disc">';
	foreach ( array_intersect_key( roles_in_words(), array_flip( Access\of_people( wp_get_current_user() ) ) ) as $words ) {
		echo '<li>' . esc_html( $words ) . '</li>';
	}
	echo '</ul></div>';
}

/**
 * Prints why nobody can come in now, and what to do.
 *
 * @param string $obstacle The words.
 */
function print_obstacle( string $obstacle ): void {
	echo '<div class="notice notice-warning inline"><p>' . esc_html( $obstacle ) . '</p>';
	if ( current_user_can( 'manage_options' ) ) {
		printf( '<p><a class="button" href="%s">%s</a></p>', esc_url( Settings\address() ), esc_html__( 'Open Settings → Wayfinder', 'wayfinder' ) );
	} else {
		echo '<p>' . esc_html__( 'An administrator of this site can change that in Settings → Wayfinder.', 'wayfinder' ) . '</p>';
	}
	echo '</div>';
}

/**
 * Why nobody can come in now; empty when everything is there.
 */
function obstacle(): string {
	if ( ! Connection\is_complete() ) {
		return __( 'No service is connected to this site yet. Its address and secret are missing.', 'wayfinder' );
	}
	if ( Copy\is_copy() ) {
		return __( 'This site has another address than the one that was connected. It has to be said first whether it is a copy or has moved.', 'wayfinder' );
	}

	return null === ConsoleToken\read_address( Connection\address() ) ? __( 'The address of the service does not end in the name of this site. Copy it again.', 'wayfinder' ) : '';
}

/**
 * Leads into the console with a fresh token.
 */
function open(): void {
	$user         = wp_get_current_user();
	$capabilities = Access\of_people( $user );
	if ( ! $capabilities ) {
		wp_die( esc_html__( 'Your account has no part in the program. An administrator of this site can give it one.', 'wayfinder' ), '', array( 'response' => 403 ) );
	}
	check_admin_referer( ACTION );
	if ( '' !== obstacle() ) {
		wp_safe_redirect( admin_url( 'admin.php?page=' . PAGE ), 303, 'Wayfinder' );
		exit;
	}

	$service = ConsoleToken\read_address( Connection\address() );
	$claims  = ConsoleToken\claims(
		array(
			'site_address' => Events\site_address(),
			'site'         => $service['site'],
			'id'           => $user->ID,
			'name'         => $user->display_name,
			'roles'        => array_map( static fn( $capability ) => substr( $capability, strlen( 'wayfinder_' ) ), $capabilities ),
		),
		time()
	);
	$token   = ConsoleToken\sign( $claims, Connection\secrets()[0] );

	nocache_headers();
	header( 'Referrer-Policy: no-referrer' );
	wp_redirect( $service['door'] . '?token=' . $token, 303, 'Wayfinder' ); // phpcs:ignore WordPress.Security.SafeRedirect -- to the service that an administrator named.
	exit;
}
