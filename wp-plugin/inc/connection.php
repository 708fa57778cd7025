<?php
/**
 * Where the service is and what we sign with: from wp-config.php if it says so, else from the settings page.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Connection;

use Wayfinder\Copy;
use Wayfinder\Rotation;
use Wayfinder\Signing;

const ADDRESS_OPTION = 'wayfinder_service_url';
const SECRET_OPTION  = 'wayfinder_secret';
const MOST_SECRETS   = 3;

/**
 * The service's address; empty when none is set or the one that is set cannot be used.
 */
function address(): string {
	$checked = check_address( given_address() );

	return is_wp_error( $checked ) ? '' : $checked;
}

/**
 * The secrets to sign with, the newest first; more than one while a secret is being replaced, none when not set or not
 * usable.
 *
 * @return string[]
 */
function secrets(): array {
	$given = given_secrets();

	return $given && ! is_secret_fixed() ? array_slice( array_merge( $given, array_diff( Rotation\secrets(), $given ) ), 0, MOST_SECRETS ) : $given;
}

/**
 * The secrets that were written down.
 *
 * @return string[]
 */
function given_secrets(): array {
	$given   = written_down( 'WAYFINDER_SECRET', SECRET_OPTION );
	$checked = check_secret( $given );

	return '' === $given || is_wp_error( $checked ) ? array() : explode( ' ', $checked );
}

/**
 * Whether something can be sent at all.
 */
function is_complete(): bool {
	return '' !== address() && array() !== secrets();
}

/**
 * The address as it was written down, checked or not.
 */
function given_address(): string {
	return written_down( 'WAYFINDER_SERVICE_URL', ADDRESS_OPTION );
}

/**
 * Whether wp-config.php fixes the address.
 */
function is_address_fixed(): bool {
	return defined( 'WAYFINDER_SERVICE_URL' );
}

/**
 * Whether wp-config.php fixes the secret.
 */
function is_secret_fixed(): bool {
	return defined( 'WAYFINDER_SECRET' );
}

/**
 * A constant's value, or else the option's.
 *
 * @param string $constant Constant's name.
 * @param string $option   Option's name.
 */
function written_down( string $constant, string $option ): string {
	$value = defined( $constant ) ? constant( $constant ) : get_option( $option, '' );

	return is_string( $value ) ? trim( $value ) : '';
}

/**
 * Checks an address; the empty one is fine and means "none".
 *
 * @param mixed $given What somebody typed.
 * @return string|\WP_Error The address to keep.
 */
function check_address( $given ) {
	$address = is_string( $given ) ? trim( $given ) : '';
	$parts   = wp_parse_url( $address );

	if ( '' === $address && is_string( $given ) ) {
		return '';
	}
	if ( ! is_string( $given ) || strlen( $address ) > 2000 || ! filter_var( $address, FILTER_VALIDATE_URL )
		|| ! is_array( $parts ) || ! in_array( $parts['scheme'] ?? '', array( 'http', 'https' ), true ) ) {
		return new \WP_Error( 'service_url', __( 'Write the address as the service printed it, like https://service.example/webhooks/make.', 'wayfinder' ) );
	}
	if ( isset( $parts['user'] ) || isset( $parts['pass'] ) ) {
		return new \WP_Error( 'service_url', __( 'Leave the user name and password out of the address. The secret below proves who is calling.', 'wayfinder' ) );
	}
	if ( isset( $parts['fragment'] ) ) {
		return new \WP_Error( 'service_url', __( 'Leave out the part of the address that begins with #. It is never sent.', 'wayfinder' ) );
	}

	return $address;
}

/**
 * Checks a secret, or several with a space between them; the empty one is fine and means "none".
 *
 * @param mixed $given What somebody typed.
 * @return string|\WP_Error The secrets to keep, one space between them.
 */
function check_secret( $given ) {
	$secrets = is_string( $given ) ? preg_split( '/\s+/', $given, -1, PREG_SPLIT_NO_EMPTY ) : false;
	$usable  = is_array( $secrets ) ? array_filter( $secrets, static fn( $secret ) => null !== Signing\key_of( $secret ) ) : array();

	if ( ! is_array( $secrets ) || count( $usable ) !== count( $secrets ) ) {
		return new \WP_Error( 'secret', __( 'This is not a secret of the service. Copy all of it: it begins with whsec_ and has no spaces in it.', 'wayfinder' ) );
	}
	if ( count( $secrets ) > MOST_SECRETS ) {
		return new \WP_Error( 'secret', __( 'Give at most three secrets: the new one and those it replaces.', 'wayfinder' ) );
	}

	return implode( ' ', $secrets );
}

/**
 * Keeps what is given, all of it or nothing.
 *
 * @param array $given Any of "service_url" and "secret".
 * @return \WP_Error|null Errors by field; null when kept.
 */
function keep( array $given ): ?\WP_Error {
	$values = array();
	$errors = check( $given, $values );
	if ( ! $errors ) {
		write( $values );
	}

	return $errors;
}

/**
 * Checks what is given.
 *
 * @param array    $given  Any of "service_url" and "secret".
 * @param string[] $values Gets what is to be kept, by option.
 * @return \WP_Error|null Errors by field; null when all of it can be kept.
 */
function check( array $given, array &$values = array() ): ?\WP_Error {
	$checks = array(
		'service_url' => array( ADDRESS_OPTION, __NAMESPACE__ . '\check_address', is_address_fixed(), 'WAYFINDER_SERVICE_URL' ),
		'secret'      => array( SECRET_OPTION, __NAMESPACE__ . '\check_secret', is_secret_fixed(), 'WAYFINDER_SECRET' ),
	);
	$errors = new \WP_Error();

	foreach ( array_intersect_key( $checks, $given ) as $field => list( $option, $check, $is_fixed, $constant ) ) {
		$value = $check( $given[ $field ] );

		if ( $is_fixed ) {
			/* translators: %s: name of a constant. */
			$errors->add( $field, sprintf( __( 'This is set in wp-config.php by %s. Change it there.', 'wayfinder' ), $constant ) );
		} elseif ( is_wp_error( $value ) ) {
			$errors->add( $field, $value->get_error_message() );
		} else {
			$values[ $option ] = $value;
		}
	}

	return $errors->has_errors() ? $errors : null;
}

/**
 * Writes what was checked. The former secret goes on signing for a while, if the address is the same; and what changes
 * the connection says whose it is.
 *
 * @param string[] $values By option.
 */
function write( array $values ): void {
	$address = given_address();
	$secrets = given_secrets();
	foreach ( $values as $option => $value ) {
		update_option( $option, $value, false );
	}

	if ( given_address() !== $address || ! given_secrets() ) {
		Rotation\drop();
	} elseif ( given_secrets() !== $secrets ) {
		Rotation\replace( $secrets, given_secrets() );
	}
	if ( ! is_complete() ) {
		delete_option( Copy\OPTION );
	} elseif ( array( $address, $secrets ) !== array( given_address(), given_secrets() ) ) {
		Copy\belong_here();
	}
}
