<?php
/**
 * What the tab "Service" says of a secret that was replaced and still signs.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Settings\Rotation;

use Wayfinder\Connection;
use Wayfinder\Rotation;
use Wayfinder\Settings;
use Wayfinder\Settings\Actions;
use Wayfinder\Settings\Service;

/**
 * Hooks.
 */
function bootstrap(): void {
	add_action( 'admin_post_wayfinder_drop_former', __NAMESPACE__ . '\drop' );
}

/**
 * Prints until when the former secret signs, and the way to end that.
 */
function print_former(): void {
	if ( Connection\is_secret_fixed() || ! Rotation\until() ) {
		return;
	}

	echo '<div id="wayfinder-former"><p>' . esc_html(
		sprintf(
			/* translators: %s: a moment, with day, date, time and zone. */
			__( 'The former secret still signs until %s, beside the new one. Drop it when the service has the new one.', 'wayfinder' ),
			wp_date( __( 'D j M Y, H:i T', 'wayfinder' ), Rotation\until() )
		)
	) . '</p>';
	$offer = array(
		'action' => 'drop_former',
		'fields' => array(),
		'label'  => __( 'Drop it now', 'wayfinder' ),
	);
	Settings\print_offer( $offer );
	echo '</div>';
}

/**
 * The former secret signs no more.
 */
function drop(): void {
	Actions\insist( 'wayfinder_drop_former' );
	Rotation\drop();
	Actions\say_and_go_back( array( Actions\notice( 'success', __( 'Dropped. Only the new secret signs now.', 'wayfinder' ) ) ), array(), null, Service\TAB );
}
