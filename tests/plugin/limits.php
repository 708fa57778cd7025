<?php
/**
 * Tests what the limits know of an address, on a bare PHP.
 *
 *     php tests/plugin/limits.php     checks everything, prints "ok N checks"
 *
 * @package Wayfinder
 */

// phpcs:disable WordPress -- a program for the command line that runs without WordPress.

namespace Wayfinder\Tests\Limits;

use function Wayfinder\Limits\name_of;
use function Wayfinder\Limits\network_of;

require __DIR__ . '/bare/start.php';
take_in( 'limits' );

check( network_of( '192.0.2.1' ) !== network_of( '192.0.2.2' ), 'two IPv4 addresses are two visitors' );
check( network_of( '2001:db8:1:2::1' ) === network_of( '2001:db8:1:2:ffff::9' ), 'a /64 is one visitor' );
check( network_of( '2001:db8:1:2::1' ) !== network_of( '2001:db8:1:3::1' ), 'two /64 are two visitors' );
check( network_of( '::ffff:192.0.2.1' ) === network_of( '192.0.2.1' ), 'IPv4 written as IPv6 is IPv4' );
check( network_of( '::ffff:192.0.2.1' ) !== network_of( '::ffff:192.0.2.2' ), 'and not all one /64' );

foreach ( array( '', 'unknown', '192.0.2.1, 192.0.2.2', '192.0.2.256', str_repeat( '1', 5000 ), "192.0.2.1\0" ) as $odd ) {
	check( '' === network_of( $odd ), 'what is no address is nobody: ' . substr( $odd, 0, 20 ) );
}

$name = name_of( 'counts', network_of( '192.0.2.1' ), 1000, 'key' );
check( 1 === preg_match( '/\Awayfinder_calls_[0-9a-f]{32}\z/', $name ), 'a name is short and plain: ' . $name );
check( name_of( 'counts', network_of( '192.0.2.1' ), 1000, 'key' ) === $name, 'the same call has the same name' );
check( name_of( 'counts', network_of( '192.0.2.2' ), 1000, 'key' ) !== $name, 'another address another' );
check( name_of( 'counts', network_of( '192.0.2.1' ), 1001, 'key' ) !== $name, 'another minute another' );
check( name_of( 'search', network_of( '192.0.2.1' ), 1000, 'key' ) !== $name, 'another call another' );
check( name_of( 'counts', network_of( '192.0.2.1' ), 1000, 'other' ) !== $name, 'another site another' );
