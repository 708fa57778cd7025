<?php
/**
 * When Site Health calls the deliveries good, recommended or critical, and a quiz in order. Run: php tests/plugin/site-health.php
 *
 * @package Wayfinder
 */

use Wayfinder\SiteHealth;

// phpcs:disable WordPress -- a bare script, without WordPress.

define( 'HOUR_IN_SECONDS', 3600 );
require dirname( __DIR__, 2 ) . '/wp-plugin/inc/orientation.php';
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

// A quiz from the filter may leave out what has a usual value.
$content = array(
	'steps' => array( array( 'options' => array( array( 'id' => 'use.code', 'label' => 'Code', 'teams' => array( 'core' => 1 ) ) ) ) ),
	'teams' => array( 'core' => array(), 'meta' => array( 'state' => 'active' ), '2' => array() ),
);
if ( '' !== SiteHealth\fault_of( $content ) ) {
	$failures[] = 'a team without a state is active';
}

echo $failures ? "not ok\n" . implode( "\n", $failures ) . "\n" : 'ok ' . ( count( $cases ) + 1 ) . " checks\n";
exit( $failures ? 1 : 0 );
