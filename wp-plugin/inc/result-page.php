<?php
/**
 * The result: the teams that fit, best first, each with its reasons and one next step.
 *
 * @package Wayfinder
 */

namespace Wayfinder\ResultPage;

use Wayfinder\Address;
use Wayfinder\Icons;
use Wayfinder\JourneyPanel;
use Wayfinder\Orientation;
use Wayfinder\Quiz;

const CHAT = 'https://make.wordpress.org/chat/';

/**
 * Prints the result.
 *
 * @param array    $content The quiz.
 * @param string[] $answers Option ids, at least one.
 * @param string   $notice  What the address was not clear about.
 * @param string   $id      Unique on the page.
 */
function print_result( array $content, array $answers, string $notice, string $id ): void {
	$shorts = array();
	foreach ( $content['steps'] as $step ) {
		$shorts += array_column( $step['options'], 'short', 'id' );
	}

	printf( '<div class="wayfinder-result"><h2>%s</h2>', esc_html__( 'Teams that fit you', 'wayfinder' ) );
	Quiz\print_notice( $notice, $id );

	echo '<ol class="wayfinder-teams" role="list">'; // The role, since without markers some browsers drop it.
	foreach ( Orientation\recommend( $answers, $content ) as $index => $found ) {
		$reasons = array_map( static fn( $reason ) => $shorts[ $reason ], $found['reasons'] );
		print_team( $found['team'], $content['teams'][ $found['team'] ], $reasons, 0 === $index );
	}
	echo '</ol>';

	JourneyPanel\print_panel( $answers, $id );

	printf(
		'<p class="wayfinder-actions"><a href="%s">%s</a> <a href="%s">%s</a></p></div>',
		esc_url( Address\of_edit( $answers ) ),
		esc_html__( 'Change my answers', 'wayfinder' ),
		esc_url( Address\of_page() ),
		esc_html__( 'Start over', 'wayfinder' )
	);
}

/**
 * Prints one team.
 *
 * @param string   $slug     The team.
 * @param array    $team     Name, sentence, icon, first_step, channel.
 * @param string[] $reasons  Short labels of the answers that led here.
 * @param bool     $is_first Whether it is the best one.
 */
function print_team( string $slug, array $team, array $reasons, bool $is_first ): void {
	printf( '<li class="wayfinder-team%s" data-team="%s">', $is_first ? ' is-first' : '', esc_attr( $slug ) );
	printf( '<h3>%s<span>%s</span></h3><p>%s</p>', Icons\icon( $team['icon'] ), esc_html( $team['name'] ), esc_html( $team['sentence'] ) ); // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- the icon is ours.

	if ( $reasons ) {
		printf(
			'<p class="wayfinder-why">%s</p>',
			/* translators: %s: list of answers, such as "writing code and finding bugs". */
			esc_html( sprintf( __( 'Because you chose %s.', 'wayfinder' ), wp_sprintf( '%l', $reasons ) ) )
		);
	}

	print_next_step( $team, $is_first );
	echo '</li>';
}

/**
 * Prints where to begin and where to say hello.
 *
 * @param array $team     Name, first_step, channel.
 * @param bool  $is_first Whether it is the best one.
 */
function print_next_step( array $team, bool $is_first ): void {
	printf(
		'<p class="wayfinder-next"><a%s href="%s">%s</a>',
		$is_first ? ' class="wp-element-button"' : '',
		esc_url( $team['first_step'] ),
		/* translators: %s: name of a team. */
		esc_html( sprintf( __( 'First steps with %s', 'wayfinder' ), $team['name'] ) )
	);

	if ( $team['channel'] ) {
		printf(
			' <span>%s</span>',
			wp_kses(
				sprintf(
					/* translators: 1: address of the chat, 2: name of a chat channel, with #. */
					__( 'Say hello in <a href="%1$s">%2$s</a> on Slack.', 'wayfinder' ),
					esc_url( CHAT ),
					esc_html( '#' . ltrim( $team['channel'], '#' ) )
				),
				array( 'a' => array( 'href' => array() ) )
			)
		);
	}
	echo '</p>';
}
