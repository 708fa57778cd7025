<?php
/**
 * The token with which staff comes into the console. Run: php tests/plugin/console-token.php
 *
 * @package Wayfinder
 */

use Wayfinder\ConsoleToken;

// phpcs:disable WordPress -- a bare script, without WordPress.

require __DIR__ . '/bare/start.php';
take_in( 'signing', 'console-token' );

$who    = array( 'site_address' => 'https://make.example', 'site' => 'make', 'id' => 5, 'name' => "Zoë O’Neil 🙂", 'roles' => array( 'organize' ) );
$claims = ConsoleToken\claims( $who, 1795622400 );
$secret = 'whsec_' . base64_encode( str_repeat( 'k', 32 ) );

check( array( 'iss', 'aud', 'site', 'sub', 'name', 'roles', 'jti', 'iat', 'exp' ) === array_keys( $claims ), 'it says what the contract lists' );
check( '5' === $claims['sub'], 'the account’s id is text' );
check( 60 === $claims['exp'] - $claims['iat'], 'it lives for a minute' );
check( 1 === preg_match( '/\A[0-9a-f]{32}\z/', $claims['jti'] ), 'its number has 32 hexadecimal digits' );
check( ConsoleToken\claims( $who, 1795622400 )['jti'] !== $claims['jti'], 'no two have the same number' );

$parts  = explode( '.', ConsoleToken\sign( $claims, $secret ) );
$decode = static fn( string $part ) => base64_decode( strtr( $part, '-_', '+/' ), true );
check( 3 === count( $parts ), 'it has three parts' );
check( 1 === preg_match( '/\A[A-Za-z0-9_-]+\z/', implode( '', $parts ) ), 'it may stand in an address' );
check( array( 'alg' => 'HS256', 'typ' => 'JWT' ) === json_decode( $decode( $parts[0] ), true ), 'its head says how it is signed' );
check( $claims === json_decode( $decode( $parts[1] ), true ), 'it says the claims and nothing else' );
check( hash_hmac( 'sha256', "$parts[0].$parts[1]", str_repeat( 'k', 32 ), true ) === $decode( $parts[2] ), 'the key inside the secret signs it' );

try {
	ConsoleToken\sign( $claims, 'whsec_AAAA' );
	check( false, 'a secret of another form signs nothing' );
} catch ( InvalidArgumentException $refused ) {
	check( true, '' );
}

$addresses = array(
	'https://service.example/webhooks/make'      => array( 'door' => 'https://service.example/console/sign-in', 'site' => 'make' ),
	'http://127.0.0.1:8000/webhooks/demo/'       => array( 'door' => 'http://127.0.0.1:8000/console/sign-in', 'site' => 'demo' ),
	'https://service.example/webhooks/make?a=b'  => array( 'door' => 'https://service.example/console/sign-in', 'site' => 'make' ),
	'https://service.example'                    => null,
	'https://service.example/'                   => null,
	''                                           => null,
);
foreach ( $addresses as $address => $expected ) {
	check( $expected === ConsoleToken\read_address( $address ), "the address “{$address}” is read" );
}
