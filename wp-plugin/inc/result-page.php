<?php
/**
 * The result: the teams that fit, best first, each with its reasons and one next step.
 *
 * @package Wayfinder
 */

namespace Wayfinder\ResultPage;

use Wayfinder\Address;
use Wayfinder\JourneyPanel;
use Wayfinder\Orientation;
use Wayfinder\Quiz;
use Wayfinder\Teams;

/**
 * Prints the result; on the page of the quiz it is hidden and empty, for the script to fill.
 *
 * @param array $view As Block\view_of() gives it.
 */
function print_result( array $view ): void {
	$is_shown = ! $view['step'];
	$notice   = Quiz\notice( $is_shown ? $view['notice'] : '' );

	printf(
		'<div class="wayfinder-result" data-address="%5$s"%1$s><h%2$d tabindex="-1">%3$s</h%2$d>%4$s',
		$is_shown ? '' : ' hidden',
		(int) $view['level'],
		esc_html__( 'Teams that fit you', 'wayfinder' ),
		$notice ? '<p class="wayfinder-notice">' . esc_html( $notice ) . '</p>' : '',
		esc_attr( $is_shown ? Address\of_result( $view['answers'], $view['content']['name'] ) : '' ) // For paper.
	);

	echo '<ol class="wayfinder-teams" role="list">';
	if ( $is_shown ) {
		print_teams( $view );
	}
	echo '</ol>';

	print_actions( $view );
	JourneyPanel\print_panel( $view );
	echo '</div>';
}

/**
 * Prints the teams that fit.
 *
 * @param array $view As Block\view_of() gives it.
 */
function print_teams( array $view ): void {
	$shorts = array_column( Orientation\options( $view['content'] ), 'short', 'id' );

	foreach ( Orientation\recommend( $view['answers'], $view['content'] ) as $index => $found ) {
		$reasons = array_map( static fn( $reason ) => $shorts[ $reason ], $found['reasons'] );
		Teams\print_team(
			$found['team'],
			$view['content']['teams'][ $found['team'] ],
			$view['level'] + 1,
			$reasons ? sprintf( because(), wp_sprintf( '%l', $reasons ) ) : '',
			0 === $index
		);
	}
}

/**
 * The sentence that gives the reasons.
 */
function because(): string {
	/* translators: %s: list of answers, such as "writing code and finding bugs". */
	return __( 'Because you chose %s.', 'wayfinder' );
}

/**
 * Prints what one can do with a result. What needs the script is hidden until it comes.
 *
 * @param array $view As Block\view_of() gives it.
 */
function print_actions( array $view ): void {
	printf(
		'<p class="wayfinder-actions"><a data-do="change" href="%s">%s</a> <a data-do="restart" href="%s">%s</a> <button type="button" class="wayfinder-quiet" data-do="copy" hidden>%s</button> <button type="button" class="wayfinder-quiet" data-do="print" hidden>%s</button></p>',
		esc_url( Address\of_result( $view['answers'], $view['content']['name'], 1 ) ),
		esc_html__( 'Change my answers', 'wayfinder' ),
		esc_url( Address\of_page() ),
		esc_html__( 'Start over', 'wayfinder' ),
		esc_html__( 'Copy link', 'wayfinder' ),
		esc_html__( 'Print', 'wayfinder' )
	);
	printf(
		'<p class="wayfinder-copy" hidden><label for="%1$s-link">%2$s</label> <input type="url" id="%1$s-link" readonly></p>',
		esc_attr( $view['id'] ),
		esc_html__( 'Copy this address', 'wayfinder' )
	);
}
