<?php
/**
 * Tests how a foreign calendar is read, on a bare PHP.
 *
 *     php tests/plugin/meetings.php     checks everything, prints "ok N checks"
 *
 * @package Wayfinder
 */

// phpcs:disable WordPress -- a program for the command line that runs without WordPress.

namespace Wayfinder\Tests\Meetings;

use Wayfinder\Meetings\Calendar;

require __DIR__ . '/bare/start.php';
take_in( 'meetings-calendar' );

const NOW = '2026-12-01T12:00:00Z';

/** Gives a meeting as the calendar tells it; a test says only what matters to it. */
function meeting( array $changes = array() ): array {
	return $changes + array(
		'meeting_id'  => 7,
		'instance_id' => '7:2026-12-03',
		'date'        => '2026-12-03',
		'time'        => '16:00:00',
		'datetime'    => '2026-12-03T16:00:00+00:00',
		'team'        => 'Core',
		'link'        => 'https://make.wordpress.org/core/',
		'title'       => 'Core dev chat',
		'location'    => '#core',
		'recurring'   => 'weekly',
		'status'      => 'active',
	);
}

/** Reads meetings as they come in. */
function read( ...$meetings ): ?array {
	return Calendar\read( json_encode( $meetings ) );
}

/** Gives the titles of a team's coming meetings. */
function titles( array $team, array $entries ): array {
	return array_column( Calendar\next_of( $team, Calendar\index( $entries ), NOW ), 'title' );
}

// A calendar.
$kept = array( 'team' => 'Core', 'location' => '#core', 'at' => '2026-12-03T16:00:00Z', 'title' => 'Core dev chat', 'url' => 'https://make.wordpress.org/core/' );
check( array( $kept ) === read( meeting() ), 'of a meeting these five are kept' );
check( array() === read(), 'a calendar may be empty' );
check( array() === read( meeting( array( 'status' => 'cancelled' ) ) ), 'a cancelled meeting is left out' );
check( 2 === count( read( meeting(), 'x', 5, null, array(), meeting( array( 'datetime' => 'soon' ) ), meeting() ) ), 'what cannot be used takes nothing else with it' );
check( 500 === count( Calendar\read( json_encode( array_fill( 0, 700, meeting() ) ) ) ), 'at most 500 are kept' );
$late = meeting( array( 'datetime' => '2026-12-09T16:00:00+00:00', 'title' => 'Late' ) );
check( array( 'Core dev chat', 'Late' ) === array_column( read( $late, meeting() ), 'title' ), 'soonest first' );
foreach ( array( '', '<!doctype html><p>Sorry</p>', '{"code":"rest_no_route","data":{}}', '5', 'null', '"x"', '[[[[', substr( json_encode( array( meeting() ) ), 0, 100 ) ) as $other ) {
	check( null === Calendar\read( $other ), 'this is no calendar: ' . $other );
}

// Text.
$texts = array(
	'<b>New</b> contributors'                => 'New contributors',
	'Core &amp; Test &#8211; chat'           => 'Core & Test – chat',
	'&lt;script&gt;alert(1)&lt;/script&gt;x' => 'alert(1)x',
	"two\nlines\t\x07"                       => 'two lines',
	"\xff"                                   => '',
);
foreach ( $texts as $given => $clean ) {
	check( Calendar\read_text( $given ) === $clean, 'text is cleaned: ' . $clean );
}
check( str_repeat( 'ä', 120 ) === Calendar\read_text( str_repeat( 'ä', 5000 ) ), 'text is short, and cut between characters' );
check( 'Rendered' === read( meeting( array( 'title' => array( 'rendered' => 'Rendered' ) ) ) )[0]['title'], 'a title may be rendered' );
check( array() === read( meeting( array( 'title' => array( 'x' ) ) ), meeting( array( 'title' => 5 ) ) ), 'a title must be text' );
check( array() === read( meeting( array( 'team' => null, 'location' => null ) ) ), 'a meeting of nobody nowhere is left out' );

// Moments.
$moments = array(
	'2026-12-03T16:00:00+00:00' => '2026-12-03T16:00:00Z',
	'2026-12-03T16:00:00'       => '2026-12-03T16:00:00Z',
	'2026-12-03T16:00:00Z'      => '2026-12-03T16:00:00Z',
	'2026-12-03 16:00'          => '2026-12-03T16:00:00Z',
	'2026-12-03T16:00:00+0530'  => '2026-12-03T10:30:00Z',
	'2026-02-30T16:00:00Z'      => '',
	'2026-12-03T25:00:00Z'      => '',
	'tomorrow'                  => '',
	'2026-12-03'                => '',
	"2026-12-03T16:00:00Z\n"    => '',
);
foreach ( $moments as $given => $moment ) {
	check( Calendar\read_moment( $given ) === $moment, "a moment: $given" );
}
check( '' === Calendar\read_moment( array() ) && '' === Calendar\read_moment( 1796313600 ), 'a moment is text' );

// Links.
foreach ( array( 'http://make.wordpress.org/', 'wordpress.org', 'javascript:alert(1)', 'https://', '//x.example', 'https://x.example/"onclick', "https://x.example/\n", 'https://x.example/' . str_repeat( 'x', 600 ), 5, array() ) as $odd ) {
	check( '' === Calendar\read_link( $odd ), 'no link to show: ' . json_encode( $odd ) );
}
check( 'https://make.wordpress.org/core/?x=1#y' === Calendar\read_link( 'https://make.wordpress.org/core/?x=1#y' ), 'a link' );

// Teams.
$core = array( 'meetings' => 'core', 'channel' => 'core', 'site' => 'https://make.wordpress.org/core/' );
$ai   = array( 'meetings' => null, 'channel' => 'core-ai', 'site' => 'https://make.wordpress.org/ai/' );
$list = read(
	meeting( array( 'datetime' => NOW, 'title' => 'Now' ) ),
	meeting( array( 'title' => 'A' ) ),
	meeting( array( 'title' => 'B', 'team' => 'CORE', 'datetime' => '2026-12-04T16:00:00Z' ) ),
	meeting( array( 'title' => 'AI', 'team' => 'Core AI', 'location' => '#Core-AI', 'link' => 'wordpress.org' ) ),
	meeting( array( 'title' => 'C', 'datetime' => '2026-12-05T16:00:00Z' ) ),
	meeting( array( 'title' => 'D', 'datetime' => '2026-12-06T16:00:00Z' ) )
);
check( array( 'A', 'B', 'C' ) === titles( $core, $list ), 'a team finds its coming meetings by name, three at most' );
check( array( 'AI' ) === titles( $ai, $list ), 'without a name by its channel' );
check( array( 'A', 'B', 'C' ) === titles( array( 'meetings' => 'Unknown', 'channel' => '#core' ), $list ), 'a name without coming meetings lets the channel speak' );
check( array() === titles( array( 'meetings' => null, 'channel' => null ), $list ), 'without either nothing is known' );
check( array() === titles( array(), read( meeting( array( 'team' => '', 'location' => '#' ) ) ) ), 'nothing is not a name' );
$shown = Calendar\next_of( $ai, Calendar\index( $list ), NOW );
check( array( array( 'at' => '2026-12-03T16:00:00Z', 'title' => 'AI', 'url' => 'https://make.wordpress.org/ai/' ) ) === $shown, 'a meeting without a link leads to the team' );
