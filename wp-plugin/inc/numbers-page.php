<?php
/**
 * The tab Numbers as it is printed: choice, way, days, teams, and what is not counted.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Numbers\Page;

use Wayfinder\Contents;
use Wayfinder\Numbers;
use Wayfinder\Numbers\Charts;
use Wayfinder\Settings;

/**
 * Prints the tab.
 */
function print_page(): void {
	$choice  = Numbers\read_choice( wp_unslash( $_GET ) ); // phpcs:ignore WordPress.Security.NonceVerification.Recommended -- only chooses what to look at.
	$numbers = Numbers\find( $choice );

	Charts\print_style();
	echo '<h2>' . esc_html__( 'How far visitors go', 'wayfinder' ) . '</h2>';
	print_choices( $choice );

	if ( array_sum( $numbers['steps'] ) + count( $numbers['teams'] ) > 0 ) {
		print_way( $numbers );
		print_days( $numbers );
		print_teams( $numbers['teams'] );
		print_download( $choice );
	} else {
		print_empty();
	}
	print_privacy();
}

/**
 * Prints the links that choose days and quiz.
 *
 * @param array $choice Days, quiz.
 */
function print_choices( array $choice ): void {
	$days = array();
	foreach ( Numbers\CHOICE as $many ) {
		/* translators: %s: how many days. */
		$days[ $many ] = sprintf( __( '%s days', 'wayfinder' ), number_format_i18n( $many ) );
	}
	print_links( __( 'Days', 'wayfinder' ), 'days', $days, $choice );

	if ( count( Contents\all() ) > 1 ) {
		print_links( __( 'Quiz', 'wayfinder' ), 'quiz', array( '' => __( 'All', 'wayfinder' ) ) + Contents\all(), $choice );
	}
}

/**
 * Prints one line of links, of which one is chosen.
 *
 * @param string   $label  What is chosen.
 * @param string   $name   Its name in the address.
 * @param string[] $known  Labels by value.
 * @param array    $choice Days, quiz.
 */
function print_links( string $label, string $name, array $known, array $choice ): void {
	$links = array();
	foreach ( $known as $value => $words ) {
		$address = add_query_arg( array_filter( array( $name => (string) $value ) + $choice ), Settings\address( Numbers\TAB ) );
		$links[] = (string) $choice[ $name ] === (string) $value
			? sprintf( '<strong aria-current="true">%s</strong>', esc_html( $words ) )
			: sprintf( '<a href="%s" style="display:inline-block;padding-block:6px">%s</a>', esc_url( $address ), esc_html( $words ) );
	}

	printf( '<p>%s: %s</p>', esc_html( $label ), implode( ' | ', $links ) ); // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- escaped above.
}

/**
 * Prints the way from the first tick to a mentor.
 *
 * @param array $numbers As Numbers\find() gives it.
 */
function print_way( array $numbers ): void {
	/* translators: 1: a day, 2: a day. */
	$dates = sprintf( __( '%1$s to %2$s, days in UTC, today so far.', 'wayfinder' ), Charts\day( $numbers['first'] ), Charts\day( $numbers['last'] ) );

	$rows   = array();
	$before = 0;
	foreach ( $numbers['steps'] as $step => $count ) {
		$rows[] = array( Numbers\steps()[ $step ], number_format_i18n( $count ), $before ? Charts\share( $count, $before ) : '–' );
		$before = $count;
	}

	echo '<figure style="margin:1em 0">';
	echo Charts\of_steps( $numbers['steps'], __( 'How many began the quiz, saw a result, followed a team’s link, kept a result and asked for a mentor', 'wayfinder' ) ); // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- escaped there.
	echo '<figcaption class="description" style="max-width:720px">' . esc_html( $dates ) . ' '
		. esc_html__( 'In brackets: the part of the step before. The first three steps count visits, the last two count people.', 'wayfinder' ) . '</figcaption></figure>';
	print_table( array( __( 'Step', 'wayfinder' ), __( 'How often', 'wayfinder' ), __( 'Of the step before', 'wayfinder' ) ), $rows );
}

/**
 * Prints how it went day by day.
 *
 * @param array $numbers As Numbers\find() gives it.
 */
function print_days( array $numbers ): void {
	$is_days = $numbers['spans'][0]['first'] === $numbers['spans'][0]['last'] && $numbers['days'] <= 31;
	$title   = $is_days ? __( 'Day by day', 'wayfinder' ) : __( 'Seven days at a time', 'wayfinder' );
	$rows    = array();
	foreach ( array_reverse( $numbers['spans'] ) as $span ) {
		$days   = $is_days ? Charts\day( $span['first'] ) : Charts\day( $span['first'] ) . ' – ' . Charts\day( $span['last'] );
		$rows[] = array( $days, number_format_i18n( $span['started'] ), number_format_i18n( $span['finished'] ) );
	}
	$labels = Numbers\steps();

	echo '<h2>' . esc_html( $title ) . '</h2><figure style="margin:1em 0">';
	echo Charts\of_spans( $numbers['spans'], __( 'How many began the quiz and saw a result, over time', 'wayfinder' ) ); // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- escaped there.
	echo '</figure>';
	print_table( array( $is_days ? __( 'Day', 'wayfinder' ) : __( 'Days', 'wayfinder' ), $labels['started'], $labels['finished'] ), $rows );
}

/**
 * Prints the table behind a picture.
 *
 * @param string[]   $heads What the columns are called.
 * @param string[][] $rows  Cells; the first one names its row.
 */
function print_table( array $heads, array $rows ): void {
	echo '<details><summary>' . esc_html__( 'Show as table', 'wayfinder' ) . '</summary><table class="widefat striped wayfinder-numbers" style="max-width:720px"><thead><tr>';
	foreach ( $heads as $at => $head ) {
		printf( '<th scope="col"%s>%s</th>', $at ? ' style="text-align:end"' : '', esc_html( $head ) );
	}
	echo '</tr></thead><tbody>';
	foreach ( $rows as $row ) {
		printf( '<tr><th scope="row">%s</th>', esc_html( array_shift( $row ) ) );
		foreach ( $row as $cell ) {
			printf( '<td style="text-align:end;font-variant-numeric:tabular-nums">%s</td>', esc_html( $cell ) );
		}
		echo '</tr>';
	}
	echo '</tbody></table></details>';
}

/**
 * Prints how often each team was shown and followed.
 *
 * @param array[] $teams Name, shown, handed by slug.
 */
function print_teams( array $teams ): void {
	if ( ! $teams ) {
		return;
	}

	$most = max( array_merge( array_column( $teams, 'shown' ), array_column( $teams, 'handed' ) ) );
	printf(
		'<h2>%s</h2><table class="widefat striped wayfinder-numbers" style="max-width:720px"><thead><tr><th scope="col">%s</th><th scope="col" style="width:34%%">%s</th><th scope="col" style="width:34%%">%s</th></tr></thead><tbody>',
		esc_html__( 'Teams', 'wayfinder' ),
		esc_html__( 'Team', 'wayfinder' ),
		esc_html__( 'Shown', 'wayfinder' ),
		esc_html__( 'Link followed', 'wayfinder' )
	);
	foreach ( $teams as $team ) {
		printf( '<tr><th scope="row">%s</th>', esc_html( $team['name'] ) );
		foreach ( array( $team['shown'], $team['handed'] ) as $count ) {
			printf( '<td>%s%s</td>', esc_html( number_format_i18n( $count ) ), Charts\in_cell( $count, $most ) ); // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- escaped there.
		}
		echo '</tr>';
	}
	echo '</tbody></table>';
}

/**
 * Prints the button for what is shown, as a file.
 *
 * @param array $choice Days, quiz.
 */
function print_download( array $choice ): void {
	Settings\print_form_start( 'numbers' );
	foreach ( $choice as $name => $value ) {
		printf( '<input type="hidden" name="%s" value="%s">', esc_attr( $name ), esc_attr( (string) $value ) );
	}
	submit_button( __( 'Download these numbers (CSV)', 'wayfinder' ), 'secondary' );
	echo '</form>';
}

/**
 * Prints what will show here, and what to do for it.
 */
function print_empty(): void {
	printf(
		'<p>%s</p><p>%s <a href="%s">%s</a></p>',
		esc_html__( 'Nothing was counted in these days. This page will show how many visitors began the quiz, saw a result, followed a team’s link, kept a result and asked for a mentor.', 'wayfinder' ),
		esc_html__( 'Is the block “Contributor orientation” on a page that people find?', 'wayfinder' ),
		esc_url( admin_url( 'edit.php?post_type=page' ) ),
		esc_html__( 'Look at the pages', 'wayfinder' )
	);
}

/**
 * Prints what is counted and what is not.
 */
function print_privacy(): void {
	echo '<h2>' . esc_html__( 'What is counted', 'wayfinder' ) . '</h2><p style="max-width:720px">'
		. esc_html__( 'Sums per day, quiz and team. Nothing is kept that tells who it was: no address, no cookie, no account, no answers. Without script in the browser nothing is counted. Somebody who takes the quiz twice counts twice. Sums are deleted after 400 days. The service gets the sums of a day once the day is over.', 'wayfinder' ) . '</p>';
}
