<?php
/**
 * The quiz as a plain form: three steps on one page, sent by GET, so that the answer is an address.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Quiz;

use Wayfinder\Address;

/**
 * Prints the quiz.
 *
 * @param array    $content The quiz.
 * @param string[] $answers What is ticked already.
 * @param string   $notice  What the address was not clear about.
 * @param string   $id      Unique on the page.
 */
function print_quiz( array $content, array $answers, string $notice, string $id ): void {
	printf(
		'<form class="wayfinder-quiz" method="get" action="%s"%s>',
		esc_url( strtok( Address\of_page(), '?' ) ),
		'' === $notice ? '' : ' aria-describedby="' . esc_attr( $id ) . '-notice"'
	);

	print_hidden_fields();
	print_notice( $notice, $id );

	foreach ( $content['steps'] as $index => $step ) {
		print_step( $step, $index + 1, count( $content['steps'] ), $answers, $id );
	}

	printf(
		'<p class="wayfinder-actions"><button type="submit" class="wp-element-button">%s</button></p></form>',
		esc_html__( 'Show my teams', 'wayfinder' )
	);
}

/**
 * Prints what the form carries along; the empty answer tells a form without a tick from a first visit.
 */
function print_hidden_fields(): void {
	foreach ( Address\other_fields() as $pair ) {
		printf( '<input type="hidden" name="%s" value="%s">', esc_attr( $pair[0] ), esc_attr( $pair[1] ?? '' ) );
	}

	printf( '<input type="hidden" name="%s[]" value="">', esc_attr( Address\ANSWERS ) );
}

/**
 * Prints one step.
 *
 * @param array    $step    Id, title, question, hint, options.
 * @param int      $number  From 1.
 * @param int      $count   How many steps there are.
 * @param string[] $answers What is ticked already.
 * @param string   $id      Unique on the page.
 */
function print_step( array $step, int $number, int $count, array $answers, string $id ): void {
	$hint_id = $id . '-' . $step['id'] . '-hint';

	printf(
		'<fieldset class="wayfinder-step" data-step="%1$s"%2$s><legend><span class="wayfinder-step-count">%3$s</span><h2>%4$s</h2></legend>',
		esc_attr( $step['id'] ),
		$step['hint'] ? ' aria-describedby="' . esc_attr( $hint_id ) . '"' : '',
		/* translators: 1: number of this step, 2: number of steps, 3: name of this step. */
		esc_html( sprintf( __( 'Step %1$d of %2$d: %3$s', 'wayfinder' ), $number, $count, $step['title'] ) ),
		esc_html( $step['question'] )
	);

	if ( $step['hint'] ) {
		printf( '<p class="wayfinder-hint" id="%s">%s</p>', esc_attr( $hint_id ), esc_html( $step['hint'] ) );
	}

	echo '<div class="wayfinder-options">';
	foreach ( $step['options'] as $option ) {
		if ( 'paused' === ( $option['state'] ?? 'active' ) ) {
			continue;
		}
		printf(
			'<label class="wayfinder-option"><input type="checkbox" name="%s[]" value="%s"%s><span>%s</span></label>',
			esc_attr( Address\ANSWERS ),
			esc_attr( $option['id'] ),
			checked( in_array( $option['id'], $answers, true ), true, false ),
			esc_html( $option['label'] )
		);
	}
	echo '</div></fieldset>';
}

/**
 * Prints what the address was not clear about.
 *
 * @param string $notice Which one; empty for none.
 * @param string $id     Unique on the page.
 */
function print_notice( string $notice, string $id ): void {
	$words = array(
		'empty'   => __( 'Choose at least one answer, in any step. Then we can show your teams.', 'wayfinder' ),
		'unknown' => __( 'We could not read the answers in this address. Please choose them here.', 'wayfinder' ),
		'some'    => __( 'Some answers in this address are not ours, or came twice. We left them out.', 'wayfinder' ),
	);

	if ( isset( $words[ $notice ] ) ) {
		printf(
			'<p class="wayfinder-notice" id="%s-notice"%s>%s</p>',
			esc_attr( $id ),
			'empty' === $notice ? ' role="alert"' : '',
			esc_html( $words[ $notice ] )
		);
	}
}
