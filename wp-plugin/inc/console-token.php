<?php
/**
 * The token with which somebody of the staff comes into the service's console: a JWT (RFC 7519), signed with HS256.
 *
 * Pure but for the chance in its number. It lives for a minute, and the service takes it once.
 *
 * @package Wayfinder
 */

namespace Wayfinder\ConsoleToken;

use Wayfinder\Signing;

const LIVES_S  = 60;
const AUDIENCE = 'wayfinder-console';

/**
 * What the token says.
 *
 * @param array $who Site_address, site (its name at the service), id, name, roles.
 * @param int   $now Seconds since 1970.
 */
function claims( array $who, int $now ): array {
	return array(
		'iss'   => $who['site_address'],
		'aud'   => AUDIENCE,
		'site'  => $who['site'],
		'sub'   => (string) $who['id'],
		'name'  => $who['name'],
		'roles' => $who['roles'],
		'jti'   => bin2hex( random_bytes( 16 ) ),
		'iat'   => $now,
		'exp'   => $now + LIVES_S,
	);
}

/**
 * Signs what a token says.
 *
 * @param array  $claims What it says.
 * @param string $secret "whsec_" and base64; the key is inside.
 * @throws \InvalidArgumentException When the secret has another form, or a claim is no text.
 */
function sign( array $claims, string $secret ): string {
	$key  = Signing\key_of( $secret );
	$head = json_encode( array( 'alg' => 'HS256', 'typ' => 'JWT' ) ); // phpcs:ignore WordPress.WP.AlternativeFunctions, WordPress.Arrays -- pure.
	$body = json_encode( $claims, JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- pure.
	if ( null === $key || false === $body ) {
		throw new \InvalidArgumentException( 'This cannot be signed.' );
	}

	$signed = encode( $head ) . '.' . encode( $body );

	return $signed . '.' . encode( hash_hmac( 'sha256', $signed, $key, true ) );
}

/**
 * Bytes as base64url, which may stand in an address.
 *
 * @param string $bytes Any bytes.
 */
function encode( string $bytes ): string {
	return rtrim( strtr( base64_encode( $bytes ), '+/', '-_' ), '=' );
}

/**
 * Where a service's address leads: its console's door, and what it calls this site.
 *
 * @param string $address The address that events are sent to.
 * @return string[]|null Door, site; null when the address does not end in a site's name.
 */
function read_address( string $address ): ?array {
	$parts = parse_url( $address ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- pure; the address was checked when it was kept.
	$site  = is_array( $parts ) ? basename( $parts['path'] ?? '' ) : '';
	if ( '' === $site || ! isset( $parts['scheme'], $parts['host'] ) ) {
		return null;
	}

	return array(
		'door' => $parts['scheme'] . '://' . $parts['host'] . ( isset( $parts['port'] ) ? ':' . $parts['port'] : '' ) . '/console/sign-in',
		'site' => $site,
	);
}
