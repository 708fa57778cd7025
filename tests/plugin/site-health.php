<?php
/**
 * When Site Health calls the deliveries good, recommended or critical. Run: php tests/plugin/site-health.php
 *
 * @package Wayfinder
 */

use Wayfinder\SiteHealth;

// phpcs:disable WordPress -- a bare script, without WordPress.

define( 'HOUR_IN_SECONDS', 3600 );
require dirname( __DIR__, 2 ) . '/wp-plugin/inc/site-health.php';

// Connected, waiting, parked, age of the oldest in seconds; the verdict.
$cases = array(
	array( true, 0, 0, 0, 'good' ),
	array( true, 3, 0, 3600, 'good' ),
	array( true, 1, 0, 3601, 'late' ),
	array( true, 0, 1, 0, 'parked' ),
	array( true, 5, 1, 9999, 'parked' ),
	array( false, 0, 0, 0, 'alone' ),
	array( false, 1, 0, 5, 'unconnected' ),
	array( false, 0, 1, 0, 'unconnected' ),
	array( false, 9, 9, 9999, 'unconnected' ),
);

$failures = array();
foreach ( $cases as $number => list( $is_connected, $waiting, $parked, $oldest_s, $expected ) ) {
	$verdict = SiteHealth\verdict( $is_connected, $waiting, $parked, $oldest_s );
	if ( $verdict !== $expected ) {
		$failures[] = "case $number is $verdict, not $expected";
	}
}

echo $failures ? "not ok\n" . implode( "\n", $failures ) . "\n" : 'ok ' . count( $cases ) . " checks\n";
exit( $failures ? 1 : 0 );
