<?php
/**
 * Who the service is on this site: a role of its own, and the one capability that opens its routes.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Access;

const SYNC = 'wayfinder_sync';
const ROLE = 'wayfinder_service';

const ORGANIZE  = 'wayfinder_organize';
const OF_PEOPLE = array( ORGANIZE, 'wayfinder_redact', 'wayfinder_review', 'wayfinder_mentor', 'wayfinder_represent' ); // What opens the console.

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

	foreach ( $administrators ? array( SYNC, ORGANIZE ) : array() as $capability ) {
		if ( ! $administrators->has_cap( $capability ) ) {
			$administrators->add_cap( $capability );
		}
	}
}

/**
 * Which of the console's capabilities somebody has.
 *
 * @param \WP_User $user Somebody.
 * @return string[]
 */
function of_people( \WP_User $user ): array {
	return array_values( array_filter( OF_PEOPLE, static fn( $capability ) => $user->has_cap( $capability ) ) );
}

/**
 * Takes all of it away, from accounts first: whoever has a role that is gone would keep its name for ever.
 */
function revoke(): void {
	$ours = array_merge( array( ROLE, SYNC ), OF_PEOPLE );

	foreach ( get_users( array( 'capability__in' => array_merge( array( SYNC ), OF_PEOPLE ) ) ) as $user ) {
		foreach ( array_intersect( $ours, array_keys( $user->caps ) ) as $name ) {
			$user->remove_cap( $name ); // A role that somebody has is kept like a capability.
		}
	}

	remove_role( ROLE );

	foreach ( array_keys( wp_roles()->roles ) as $name ) {
		$role = get_role( $name );

		foreach ( $role ? array_intersect( $ours, array_keys( $role->capabilities ) ) : array() as $capability ) {
			$role->remove_cap( $capability );
		}
	}
}
