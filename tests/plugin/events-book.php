<?php
/**
 * From where a reader of the book of events is told to go on. Run: php tests/plugin/events-book.php
 *
 * @package Wayfinder
 */

use Wayfinder\EventsBook;

// phpcs:disable WordPress -- a bare script, without WordPress.

require __DIR__ . '/bare/start.php';
require dirname( __DIR__, 2 ) . '/wp-plugin/inc/events-book.php';

const NOW = 1795622400;

/** Rows 11, 12, …, of these ages in seconds. */
function rows( int ...$ages ): array {
	$rows = array();
	foreach ( $ages as $number => $age ) {
		$rows[] = (object) array( 'id' => (string) ( 11 + $number ), 'created_at' => gmdate( 'Y-m-d H:i:s', NOW - $age ) );
	}
	return $rows;
}

check( 10 === EventsBook\settled( array(), 10, NOW ), 'without rows it stays where it was' );
check( 12 === EventsBook\settled( rows( 90, 60 ), 10, NOW ), 'what is a minute old is settled' );
check( 11 === EventsBook\settled( rows( 90, 59 ), 10, NOW ), 'what is younger is not' );
check( 11 === EventsBook\settled( rows( 90, 5, 90 ), 10, NOW ), 'nor is what comes after it, however old' );
check( 10 === EventsBook\settled( rows( -3600 ), 10, NOW ), 'nor what a clock put into the future' );

$row = (object) array( 'id' => '7', 'event_id' => 'evt_7', 'type' => 'a.b', 'state' => 'due', 'sha256' => 'abc', 'created_at' => '2026-11-22 16:05:51', 'body_removed_at' => null );
check( ! array_key_exists( 'body', EventsBook\told( $row ) ), 'a row without its body is told without one' );
$row->body = '{}';
check( '{}' === EventsBook\told( $row )['body'], 'a body is told as it is' );
check( 7 === EventsBook\told( $row )['cursor'] && '2026-11-22T16:05:51Z' === EventsBook\told( $row )['at'], 'cursor and moment are told as the contract says' );
$row->body            = '';
$row->body_removed_at = '2026-12-30 00:00:00';
check( null === EventsBook\told( $row )['body'] && 'abc' === EventsBook\told( $row )['sha256'], 'of a removed body the digest stays' );
