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

// Connected, waiting, parked, age of the oldest in seconds, how late the scheduler is, whether it is a copy; the verdict.
$cases = array(
	array( true, 0, 0, 0, 0, false, 'good' ),
	array( true, 3, 0, 3600, 0, false, 'good' ),
	array( true, 1, 0, 3601, 0, false, 'late' ),
	array( true, 0, 1, 0, 0, false, 'parked' ),
	array( true, 5, 1, 9999, 0, false, 'parked' ),
	array( false, 0, 0, 0, 0, false, 'alone' ),
	array( false, 1, 0, 5, 0, false, 'unconnected' ),
	array( false, 0, 1, 0, 0, false, 'unconnected' ),
	array( false, 9, 9, 9999, 0, false, 'unconnected' ),
	array( true, 0, 0, 0, 1200, false, 'good' ),
	array( true, 1, 0, 60, 1201, false, 'asleep' ),
	array( true, 1, 0, 3601, 1201, false, 'late-asleep' ),
	array( true, 1, 1, 3601, 1201, false, 'parked' ),
	array( true, 1, 1, 3601, 1201, true, 'copy' ),
	array( false, 0, 0, 0, 99999, true, 'alone' ),
);

$failures = array();
foreach ( $cases as $number => list( $is_connected, $waiting, $parked, $oldest_s, $overdue_s, $is_copy, $expected ) ) {
	$verdict = SiteHealth\verdict( $is_connected, $waiting, $parked, $oldest_s, $overdue_s, $is_copy );
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
