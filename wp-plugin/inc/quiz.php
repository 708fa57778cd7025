<?php
/**
 * The quiz as a plain form: all steps on one page, sent by GET, so that the answer is an address.
 *
 * The script shows one step at a time and answers by itself; see blocks/orientation/view.js.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Quiz;

use Wayfinder\Address;
use Wayfinder\Contents;
use Wayfinder\JourneyPanel;
use Wayfinder\Orientation;

/**
 * Prints the quiz.
 *
 * @param array $view As Block\view_of() gives it.
 */
function print_quiz( array $view ): void {
	$steps  = Orientation\steps( $view['content'] );
	$notice = notice( $view['step'] ? $view['notice'] : '' );

	printf(
		'<form class="wayfinder-quiz" method="get" action="%s" autocomplete="off"%s>',
		esc_url( strtok( Address\of_page(), '?' ) ),
		$view['step'] ? '' : ' hidden'
	);

	print_hidden_fields( $view['content']['name'] );
	JourneyPanel\print_reminder( $view );
	if ( $notice ) {
		printf( '<p class="wayfinder-notice"%s>%s</p>', 'empty' === $view['notice'] ? ' role="alert"' : '', esc_html( $notice ) );
	}

	foreach ( $steps as $index => $step ) {
		print_step( $view, $step, $index + 1, count( $steps ) );
	}

	printf(
		'<p class="wayfinder-actions"><button type="button" class="wayfinder-quiet" data-do="back" hidden>%s</button><button type="submit" class="wp-element-button">%s</button></p></form>',
		esc_html__( 'Back', 'wayfinder' ),
		wp_is_serving_rest_request() && count( $steps ) > 1 ? esc_html__( 'Next', 'wayfinder' ) : esc_html__( 'Show my teams', 'wayfinder' ) // The editor shows the first step.
	);
}

/**
 * Prints what the form carries along; the empty answer tells a form without a tick from a first visit.
 *
 * @param string $name The quiz's name.
 */
function print_hidden_fields( string $name ): void {
	$pairs = array_merge(
		Address\other_fields(),
		Contents\OWN === $name ? array() : array( array( Address\QUIZ, $name ) ),
		array( array( Address\ANSWERS . '[]', '' ) )
	);

	foreach ( $pairs as $pair ) {
		printf( '<input type="hidden" name="%s" value="%s">', esc_attr( $pair[0] ), esc_attr( $pair[1] ?? '' ) );
	}
}

/**
 * Prints one step.
 *
 * @param array $view   As Block\view_of() gives it.
 * @param array $step   Id, title, question, hint, options; one that Orientation\steps() gives.
 * @param int   $number From 1.
 * @param int   $count  How many there are.
 */
function print_step( array $view, array $step, int $number, int $count ): void {
	$hint_id = $view['id'] . '-' . $step['id'] . '-hint';
	$hint    = $step['hint'] ?? '';

	printf(
		'<fieldset class="wayfinder-step%1$s" data-step="%2$s"%3$s><legend><span class="wayfinder-step-count" style="--wayfinder-done:%7$s%%">%4$s</span> <h%5$d tabindex="-1">%6$s</h%5$d></legend>',
		max( 1, $view['step'] ) === $number ? ' is-current' : '',
		esc_attr( $step['id'] ),
		$hint ? ' aria-describedby="' . esc_attr( $hint_id ) . '"' : '',
		/* translators: 1: number of this step, 2: number of steps, 3: name of this step. */
		esc_html( sprintf( __( 'Step %1$d of %2$d: %3$s', 'wayfinder' ), $number, $count, $step['title'] ) ),
		(int) $view['level'],
		esc_html( $step['question'] ),
		(int) round( 100 * $number / $count )
	);

	if ( $hint ) {
		printf( '<p class="wayfinder-hint" id="%s">%s</p>', esc_attr( $hint_id ), esc_html( $hint ) );
	}

	echo '<div class="wayfinder-options">';
	foreach ( $step['options'] as $option ) {
		printf(
			'<label class="wayfinder-option"><input type="checkbox" name="%s[]" value="%s"%s><span>%s</span></label>',
			esc_attr( Address\ANSWERS ),
			esc_attr( $option['id'] ),
			checked( in_array( $option['id'], $view['answers'], true ), true, false ),
			esc_html( $option['label'] )
		);
	}
	echo '</div></fieldset>';
}

/**
 * What the address was not clear about, in words; empty for nothing.
 *
 * @param string $notice A word of Address\read().
 */
function notice( string $notice ): string {
	$words = array(
		'empty'   => __( 'Choose at least one answer, in any step. Then we can show your teams.', 'wayfinder' ),
		'unknown' => __( 'We could not read the answers in this address. Please choose them here.', 'wayfinder' ),
		'some'    => __( 'Some answers in this address are unknown, or came twice. We left them out.', 'wayfinder' ),
		'other'   => __( 'The answers in this address are to other questions than these.', 'wayfinder' ),
	);

	return $words[ $notice ] ?? '';
}
