<?php
/**
 * Reads a calendar of meetings that another site keeps. Pure functions: foreign text in, checked values out.
 *
 * Source: WordPress's meeting calendar, GET wp/v2/meetings/from/{day}: a list of occurrences.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Meetings\Calendar;

const MOST_ENTRIES = 500;
const MOST_SHOWN   = 3;
const LONGEST_TEXT = 120;
const LONGEST_LINK = 500;

/**
 * Reads what the calendar answered; what cannot be used is left out, entry by entry.
 *
 * @param string $body The answer's body.
 * @return array[]|null Team, location, at, title, url of each meeting that takes place, soonest first; null when
 *                      this is no calendar at all.
 */
function read( string $body ): ?array {
	$given = json_decode( $body, true, 16 );
	if ( ! is_array( $given ) || array_values( $given ) !== $given ) {
		return null;
	}

	$entries = array_values( array_filter( array_map( __NAMESPACE__ . '\read_entry', $given ) ) );
	usort( $entries, static fn( $one, $other ) => strcmp( $one['at'], $other['at'] ) );

	return array_slice( $entries, 0, MOST_ENTRIES );
}

/**
 * Reads one meeting.
 *
 * @param mixed $given What the calendar says.
 * @return array|null Null when it is cancelled or not to be understood.
 */
function read_entry( $given ): ?array {
	if ( ! is_array( $given ) || 'cancelled' === ( $given['status'] ?? '' ) ) {
		return null;
	}

	$title = $given['title'] ?? '';
	$entry = array(
		'team'     => read_text( $given['team'] ?? '' ),
		'location' => read_text( $given['location'] ?? '' ),
		'at'       => read_moment( $given['datetime'] ?? '' ),
		'title'    => read_text( is_array( $title ) ? $title['rendered'] ?? '' : $title ),
		'url'      => read_link( $given['link'] ?? '' ),
	);

	return '' !== $entry['at'] && '' !== $entry['title'] && '' !== $entry['team'] . $entry['location'] ? $entry : null;
}

/**
 * Reads foreign text: one short line without markup. It is still to be escaped where it is printed.
 *
 * @param mixed $given Anything.
 */
function read_text( $given ): string {
	if ( ! is_string( $given ) || 1 !== preg_match( '//u', $given ) ) {
		return '';
	}

	$text = strip_tags( html_entity_decode( strip_tags( substr( $given, 0, 20 * LONGEST_TEXT ) ), ENT_QUOTES | ENT_HTML5, 'UTF-8' ) );
	$line = trim( (string) preg_replace( '/[\s\p{C}]+/u', ' ', $text ) );

	return (string) preg_replace( '/^(.{' . LONGEST_TEXT . '}).*$/us', '$1', $line );
}

/**
 * Reads a moment.
 *
 * @param mixed $given Such as 2026-12-03T16:00:00+00:00; UTC where no zone is named.
 * @return string Such as 2026-12-03T16:00:00Z; empty when it is none.
 */
function read_moment( $given ): string {
	$pattern = '/\A(\d{4})-(\d\d)-(\d\d)[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?(Z|[+-](0\d|1[0-4]):?[0-5]\d)?\z/';

	if ( ! is_string( $given ) || ! preg_match( $pattern, $given, $part ) || ! checkdate( (int) $part[2], (int) $part[3], (int) $part[1] ) ) {
		return '';
	}

	return gmdate( 'Y-m-d\TH:i:s\Z', ( new \DateTimeImmutable( $given, new \DateTimeZone( 'UTC' ) ) )->getTimestamp() );
}

/**
 * Reads a link that may be shown.
 *
 * @param mixed $given Anything.
 * @return string An https address; empty when it is none.
 */
function read_link( $given ): string {
	$is_link = is_string( $given ) && strlen( $given ) <= LONGEST_LINK && 0 === stripos( $given, 'https://' )
		&& false !== filter_var( $given, FILTER_VALIDATE_URL ) && ! preg_match( '/[\s"\'<>\\\\]/', $given );

	return $is_link ? $given : '';
}

/**
 * Sorts meetings into drawers, so that many teams can be looked up without going through all of them each time.
 *
 * @param array[] $entries As read() gives them.
 * @return array{team: array<string, array[]>, location: array<string, array[]>} In lower case.
 */
function index( array $entries ): array {
	$drawers = array(
		'team'     => array(),
		'location' => array(),
	);
	foreach ( $entries as $entry ) {
		foreach ( array_keys( $drawers ) as $by ) {
			$drawers[ $by ][ strtolower( $entry[ $by ] ) ][] = $entry;
		}
	}

	return $drawers;
}

/**
 * Finds a team's coming meetings: by the name that the calendar has for it, else by its channel.
 *
 * @param array  $team    A team of the content.
 * @param array  $drawers As index() gives them.
 * @param string $now     As 2026-12-03T16:00:00Z.
 * @return array[] At, title, url; at most three, soonest first.
 */
function next_of( array $team, array $drawers, string $now ): array {
	$name    = strtolower( (string) ( $team['meetings'] ?? '' ) );
	$channel = strtolower( ltrim( (string) ( $team['channel'] ?? '' ), '#' ) );
	$by_name = '' === $name ? array() : coming( $drawers['team'][ $name ] ?? array(), $now );
	$found   = $by_name || '' === $channel ? $by_name : coming( $drawers['location'][ '#' . $channel ] ?? array(), $now );

	return array_map(
		static fn( $entry ) => array(
			'at'    => $entry['at'],
			'title' => $entry['title'],
			'url'   => '' === $entry['url'] ? read_link( $team['site'] ?? '' ) : $entry['url'],
		),
		array_slice( $found, 0, MOST_SHOWN )
	);
}

/**
 * Leaves out what is over.
 *
 * @param array[] $entries Meetings.
 * @param string  $now     As 2026-12-03T16:00:00Z.
 * @return array[]
 */
function coming( array $entries, string $now ): array {
	return array_values( array_filter( $entries, static fn( $entry ) => $entry['at'] > $now ) );
}
