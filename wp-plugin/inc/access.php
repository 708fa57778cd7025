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
 * Takes both away.
 */
function revoke(): void {
	remove_role( ROLE );

	foreach ( array_keys( wp_roles()->roles ) as $name ) {
		$role = get_role( $name );

		if ( $role && $role->has_cap( SYNC ) ) {
			$role->remove_cap( SYNC );
		}
	}
}
