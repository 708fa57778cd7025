<?php
/**
 * Signs what leaves this site, as Standard Webhooks (v1) wants it. Pure: needs no WordPress.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Signing;

/**
 * The signature of one message under one secret: "v1," and base64 of HMAC-SHA256 over "id.timestamp.body".
 *
 * @param string $id        The event's id; without a dot, so that the parts cannot be shifted.
 * @param int    $timestamp Seconds since 1970 of this attempt.
 * @param string $body      The bytes that are sent.
 * @param string $secret    "whsec_" and base64.
 * @return string
 * @throws \InvalidArgumentException When the secret has another form.
 */
function sign( string $id, int $timestamp, string $body, string $secret ): string {
	$key = key_of( $secret );

	if ( null === $key ) {
		throw new \InvalidArgumentException( 'The secret is not "whsec_" and base64 of 24 to 64 bytes.' );
	}

	return 'v1,' . base64_encode( hash_hmac( 'sha256', "$id.$timestamp.$body", $key, true ) );
}

/**
 * The value of the header webhook-signature: one signature per secret, so that a secret can be replaced without a gap.
 *
 * @param string   $id        The event's id.
 * @param int      $timestamp Seconds since 1970 of this attempt.
 * @param string   $body      The bytes that are sent.
 * @param string[] $secrets   One or more secrets.
 * @return string
 */
function sign_with_each( string $id, int $timestamp, string $body, array $secrets ): string {
	$signatures = array();

	foreach ( $secrets as $secret ) {
		$signatures[] = sign( $id, $timestamp, $body, $secret );
	}

	return implode( ' ', $signatures );
}

/**
 * The key inside a secret.
 *
 * @param string $secret "whsec_" and base64 of 24 to 64 bytes.
 * @return string|null Null when the secret has another form.
 */
function key_of( string $secret ): ?string {
	if ( 1 !== preg_match( '~\Awhsec_([A-Za-z0-9+/]+={0,2})\z~', $secret, $found ) ) {
		return null;
	}

	$key = base64_decode( $found[1], true );

	return is_string( $key ) && strlen( $key ) >= 24 && strlen( $key ) <= 64 ? $key : null;
}
