<?php
/**
 * Readies the embedded WordPress at each start and hands the demo its keys through a folder outside the web root.
 *
 * @package Wayfinder
 */

require '/wordpress/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';

const WAYFINDER_DEMO_HANDOVER = '/handover/sign-in.json';

/**
 * The administrator's password of the last start if it still works, else a new one.
 *
 * @param WP_User $admin The administrator.
 * @return string
 */
function wayfinder_demo_password( $admin ) {
	$kept = is_readable( '/handover/last.json' ) ? json_decode( file_get_contents( '/handover/last.json' ), true ) : array();
	if ( isset( $kept['admin_password'] ) && wp_check_password( $kept['admin_password'], $admin->user_pass, $admin->ID ) ) {
		return $kept['admin_password'];
	}
	$password = wp_generate_password( 16, false );
	wp_set_password( $password, $admin->ID );
	return $password;
}

/**
 * A fresh application password in place of the former one of this name.
 *
 * @param WP_User $admin The administrator.
 * @return string
 */
function wayfinder_demo_key( $admin ) {
	foreach ( WP_Application_Passwords::get_user_application_passwords( $admin->ID ) as $former ) {
		if ( 'wayfinder-demo' === $former['name'] ) {
			WP_Application_Passwords::delete_application_password( $admin->ID, $former['uuid'] );
		}
	}
	$made = WP_Application_Passwords::create_new_application_password( $admin->ID, array( 'name' => 'wayfinder-demo' ) );
	return $made[0];
}

/**
 * Writes the keys for the owner's eyes only, whole or not at all.
 *
 * @param array $keys What the demo signs in with.
 */
function wayfinder_demo_hand_over( $keys ) {
	$draft = WAYFINDER_DEMO_HANDOVER . '.draft';
	touch( $draft );
	chmod( $draft, 0600 );
	file_put_contents( $draft, wp_json_encode( $keys ) );
	rename( $draft, WAYFINDER_DEMO_HANDOVER );
}

if ( '/%postname%/' !== get_option( 'permalink_structure' ) ) {
	global $wp_rewrite;
	$wp_rewrite->set_permalink_structure( '/%postname%/' );
	$wp_rewrite->flush_rules();
	update_option( 'blogname', 'Wayfinder demo' );
	wp_clear_scheduled_hook( 'wp_site_health_scheduled_check' ); // Overdue since the build was made, and slow.
}

$wayfinder_activated = activate_plugin( 'wayfinder/wayfinder.php' );
$wayfinder_admin     = get_user_by( 'login', 'admin' );
wayfinder_demo_hand_over(
	array(
		'user'           => $wayfinder_admin->user_login,
		'admin_password' => wayfinder_demo_password( $wayfinder_admin ),
		'key'            => wayfinder_demo_key( $wayfinder_admin ),
		'wordpress'      => get_bloginfo( 'version' ),
		'php'            => PHP_VERSION,
		'problem'        => is_wp_error( $wayfinder_activated ) ? $wayfinder_activated->get_error_message() : '',
	)
);
