<?php
/**
 * A secret is replaced without a gap: the former one signs for a week more, beside the new one.
 *
 * The service takes whichever it knows, so it does not matter which side learns of the new secret first.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Rotation;

const OPTION  = 'wayfinder_former_secrets';
const SIGNS_S = WEEK_IN_SECONDS;

/**
 * The former secrets that still sign, the latest first.
 *
 * @return array[] Secret, and until (seconds since 1970).
 */
function former(): array {
	$kept = get_option( OPTION, array() );

	return array_values( array_filter( is_array( $kept ) ? $kept : array(), static fn( $one ) => isset( $one['secret'], $one['until'] ) && $one['until'] > time() ) );
}

/**
 * The former secrets alone.
 *
 * @return string[]
 */
function secrets(): array {
	return array_column( former(), 'secret' );
}

/**
 * Until when one of them signs; 0 when none does.
 */
function until(): int {
	return max( 0, 0, ...array_column( former(), 'until' ) );
}

/**
 * A secret takes the place of another one, or of several.
 *
 * @param string[] $before Those that signed so far.
 * @param string[] $after  Those that were given now.
 */
function replace( array $before, array $after ): void {
	$kept = array();
	foreach ( former() as $one ) {
		$kept[ $one['secret'] ] = $one['until'];
	}
	$kept   = array_fill_keys( $before, time() + SIGNS_S ) + $kept;
	$former = array();
	foreach ( array_diff_key( $kept, array_flip( $after ) ) as $secret => $until ) {
		$former[] = compact( 'secret', 'until' );
	}

	update_option( OPTION, $former, false );
}

/**
 * Nothing former signs from now on.
 */
function drop(): void {
	delete_option( OPTION );
}

/**
 * Forgets what signs no more.
 */
function drop_expired(): void {
	if ( get_option( OPTION ) && ! former() ) {
		drop();
	}
}
