<?php
/**
 * What the tab "Service" says when the site has another address than the one that was connected, and what one can do.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Settings\Copy;

use Wayfinder\Connection;
use Wayfinder\Copy;
use Wayfinder\Settings;
use Wayfinder\Settings\Actions;
use Wayfinder\Settings\Service;

/**
 * Hooks.
 */
function bootstrap(): void {
	add_action( 'admin_post_wayfinder_moved', __NAMESPACE__ . '\go_on' );
}

/**
 * Prints what is so, and the two ways on.
 */
function print_notice(): void {
	if ( ! Copy\is_copy() ) {
		return;
	}

	echo '<div class="notice notice-error inline" id="wayfinder-copy"><h2>' . esc_html__( 'Is this a copy?', 'wayfinder' ) . '</h2><p>';
	echo esc_html( what_is_so() ) . '</p><div style="display:flex;flex-wrap:wrap;gap:8px;margin-block-end:12px">';
	foreach ( offers() as $number => $offer ) {
		Settings\print_offer( $offer, 0 === $number ? 'button button-primary' : 'button' );
	}
	echo '</div>';
	if ( ! Service\can_disconnect() ) {
		echo '<p>' . esc_html__( 'If this is a copy, remove WAYFINDER_SERVICE_URL and WAYFINDER_SECRET from its wp-config.php. Until then it sends nothing.', 'wayfinder' ) . '</p>';
	}
	echo '</div>';
}

/**
 * What is so, in words.
 */
function what_is_so(): string {
	return sprintf(
		/* translators: 1, 2: addresses of sites. */
		__( 'The service was connected at %1$s, and this site is %2$s. A copy must not speak for the original, so nothing is sent. What people keep meanwhile waits here.', 'wayfinder' ),
		Copy\original(),
		Copy\here()
	);
}

/**
 * The buttons.
 *
 * @return array[]
 */
function offers(): array {
	$moved = array(
		'action' => 'moved',
		'fields' => array( 'here' => Copy\here() ),
		'label'  => __( 'The site has moved: go on sending', 'wayfinder' ),
	);
	$copy  = array(
		'action' => 'disconnect',
		'fields' => array(),
		'label'  => __( 'This is a copy: disconnect it', 'wayfinder' ),
	);

	return Service\can_disconnect() ? array( $copy, $moved ) : array( $moved );
}

/**
 * The site has moved: the connection belongs to the new address.
 */
function go_on(): void {
	Actions\insist( 'wayfinder_moved' );

	if ( ! Copy\is_copy() || Actions\field( 'here' ) !== Copy\here() ) {
		Actions\say_and_go_back( array( Actions\notice( 'warning', __( 'The address of this site has changed since. Please look again.', 'wayfinder' ) ) ), array(), null, Service\TAB );
	}

	Copy\belong_here();
	do_action( 'wayfinder_event_owed' );
	$name = basename( (string) wp_parse_url( Connection\address(), PHP_URL_PATH ) );
	/* translators: %s: a command. */
	$words = sprintf( __( 'Sending goes on. Tell the service as well; until then it refuses what is new. Its operator runs: %s', 'wayfinder' ), "wayfinder site move $name " . Copy\here() );
	Actions\say_and_go_back( array( Actions\notice( 'success', $words ) ), array(), null, Service\TAB );
}
