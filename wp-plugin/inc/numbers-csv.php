<?php
/**
 * The numbers that the tab shows, as a file for a spreadsheet.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Numbers\Csv;

use Wayfinder\Numbers;
use Wayfinder\Settings\Actions;

/**
 * Sends the file.
 */
function download(): void {
	Actions\insist( 'wayfinder_numbers' );

	$choice  = array(
		'days' => Actions\field( 'days' ),
		'quiz' => Actions\field( 'quiz' ),
	);
	$numbers = Numbers\find( Numbers\read_choice( $choice ) );

	nocache_headers();
	header( 'Content-Type: text/csv; charset=utf-8' );
	header( sprintf( 'Content-Disposition: attachment; filename="wayfinder-%s-to-%s.csv"', $numbers['first'], $numbers['last'] ) );
	echo "\xef\xbb\xbf" . in_lines( rows_of( $numbers ) ); // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- a file, not a page; see in_lines(). Its first bytes tell spreadsheets that it is UTF-8.
	exit;
}

/**
 * The numbers as rows, the first one with the names of the columns; words as on the page.
 *
 * @param array $numbers As Numbers\find() gives it.
 * @return array[]
 */
function rows_of( array $numbers ): array {
	$rows  = array( array( __( 'Part', 'wayfinder' ), __( 'Team', 'wayfinder' ), __( 'First day', 'wayfinder' ), __( 'Last day', 'wayfinder' ), __( 'What', 'wayfinder' ), __( 'How often', 'wayfinder' ) ) );
	$words = Numbers\steps();
	$way   = __( 'How far visitors go', 'wayfinder' );
	$days  = __( 'Days', 'wayfinder' );
	$teams = __( 'Teams', 'wayfinder' );

	foreach ( $numbers['steps'] as $step => $count ) {
		$rows[] = array( $way, '', $numbers['first'], $numbers['last'], $words[ $step ], $count );
	}
	foreach ( $numbers['spans'] as $span ) {
		$rows[] = array( $days, '', $span['first'], $span['last'], $words['started'], $span['started'] );
		$rows[] = array( $days, '', $span['first'], $span['last'], $words['finished'], $span['finished'] );
	}
	foreach ( $numbers['teams'] as $team ) {
		$rows[] = array( $teams, $team['name'], $numbers['first'], $numbers['last'], __( 'Shown', 'wayfinder' ), $team['shown'] );
		$rows[] = array( $teams, $team['name'], $numbers['first'], $numbers['last'], __( 'Link followed', 'wayfinder' ), $team['handed'] );
	}

	return $rows;
}

/**
 * Writes rows as RFC 4180 says. A cell that a spreadsheet would take for a formula gets an apostrophe.
 *
 * @param array[] $rows Text and numbers.
 */
function in_lines( array $rows ): string {
	$cell = static function ( $value ): string {
		$text = (string) $value;
		$safe = is_string( $value ) && preg_match( '/\A[=+\-@\t\r]/', $text ) ? "'" . $text : $text;
		return preg_match( '/[",\r\n]/', $safe ) ? '"' . str_replace( '"', '""', $safe ) . '"' : $safe;
	};

	return implode( '', array_map( static fn( $row ) => implode( ',', array_map( $cell, $row ) ) . "\r\n", $rows ) );
}
