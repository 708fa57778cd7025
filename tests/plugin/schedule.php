<?php
/**
 * When a delivery that failed is tried again. Run: php tests/plugin/schedule.php
 *
 * @package Wayfinder
 */

use Wayfinder\Answer;
use Wayfinder\Leases;

// phpcs:disable WordPress -- a bare script, without WordPress.

require __DIR__ . '/bare/start.php';
take_in( 'leases', 'answer' );

$least = 0;
$most  = 0;
for ( $attempts = 1; null !== Leases\wait_after( $attempts, 0 ); $attempts++ ) {
	$least += Leases\wait_after( $attempts, 0 );
	$most  += Leases\wait_after( $attempts, 1 );
	check( $attempts < 2 || Leases\wait_after( $attempts, 0 ) >= Leases\wait_after( $attempts - 1, 1 ), 'no wait is shorter than the one before' );
	check( Leases\wait_after( $attempts, 1 ) > Leases\wait_after( $attempts, 0 ), 'a thousand rows do not come back in the same second' );
}
check( 10 === $attempts, 'after ten attempts it is set aside' );
check( $least >= 75 * 3600, 'they span three days at least' );
check( $most <= 4 * 86400, 'and four at most' );

$now   = 1795622400;
$asked = array(
	'120'                           => 120,
	'0'                             => 0,
	''                              => 0,
	'-5'                            => 0,
	'soon'                          => 0,
	'9999999999'                    => 86400,
	gmdate( 'D, d M Y H:i:s', $now + 90 ) . ' GMT' => 90,
	gmdate( 'D, d M Y H:i:s', $now - 90 ) . ' GMT' => 0,
	gmdate( 'D, d M Y H:i:s', $now + 864000 ) . ' GMT' => 86400,
);
foreach ( $asked as $header => $wait_s ) {
	check( $wait_s === Answer\read_retry_after( (string) $header, $now ), "Retry-After “{$header}” is $wait_s seconds" );
}
check( 7 === Answer\read_retry_after( array( '3', '7' ), $now ), 'of several the last one counts' );
