<?php
/**
 * Who the service is on this site: a role of its own, and the one capability that opens its routes.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Access;

const SYNC = 'wayfinder_sync';
const ROLE = 'wayfinder_service';

/**
 * Gives the role and the capability. Repeating it changes nothing.
 */
function grant(): void {
	// Role names are stored, so this one is stored in English, as WordPress does with its own.
	add_role(
		ROLE,
		'Wayfinder service',
		array(
			'read'       => true,
			'edit_posts' => true,
			SYNC         => true,
		)
	);

	$administrators = get_role( 'administrator' );

	if ( $administrators && ! $administrators->has_cap( SYNC ) ) {
		$administrators->add_cap( SYNC );
	}
}

/**
 * Takes both away, from accounts first: whoever has a role that is gone would keep its name for ever.
 */
function revoke(): void {
	foreach ( get_users( array( 'capability' => SYNC ) ) as $user ) {
		foreach ( array_intersect( array( ROLE, SYNC ), array_keys( $user->caps ) ) as $name ) {
			$user->remove_cap( $name ); // A role that somebody has is kept like a capability.
		}
	}

	remove_role( ROLE );

	foreach ( array_keys( wp_roles()->roles ) as $name ) {
		$role = get_role( $name );

		if ( $role && $role->has_cap( SYNC ) ) {
			$role->remove_cap( SYNC );
		}
	}
}
