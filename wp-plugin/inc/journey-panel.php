<?php
/**
 * The part of the result that is about the visitor: log in, keep the result, ask for a mentor, see what became of it.
 *
 * @package Wayfinder
 */

namespace Wayfinder\JourneyPanel;

use Wayfinder\Address;
use Wayfinder\Contents;
use Wayfinder\Journey;
use Wayfinder\Keep;
use Wayfinder\Rest;
use Wayfinder\Results;

/**
 * Prints the panel.
 *
 * @param string[] $answers Option ids of the result on this page.
 * @param string   $id      Unique on the page.
 */
function print_panel( array $answers, string $id ): void {
	if ( is_user_logged_in() ) {
		print_own( $answers, Journey\of( get_current_user_id() ), $id . '-journey' );
		return;
	}

	printf(
		'<div class="wayfinder-panel"><h2>%s</h2><p>%s</p><p><a href="%s">%s</a></p></div>',
		esc_html__( 'Keep this result', 'wayfinder' ),
		esc_html__( 'With an account you can keep it on your profile, earn a badge and ask for a mentor.', 'wayfinder' ),
		esc_url( wp_login_url( Address\of_result( $answers ) ) ),
		esc_html__( 'Log in and come back to this page', 'wayfinder' )
	);
}

/**
 * Prints the panel of somebody who is logged in; nonce and words for the script are here and nowhere else.
 *
 * @param string[] $answers Option ids of the result on this page.
 * @param array    $journey The visitor's journey.
 * @param string   $id      Unique on the page.
 */
function print_own( array $answers, array $journey, string $id ): void {
	$is_this = $journey['result'] && Results\teams_for( $answers, Contents\get( $journey['result']['content'] ) ) === $journey['result']['teams'] && $answers === $journey['result']['answers'];

	printf(
		'<div class="wayfinder-panel" id="%s" data-wayfinder-panel="%s"><h2 tabindex="-1">%s</h2>',
		esc_attr( $id ),
		esc_attr( wp_json_encode( for_script( $answers, $is_this && ! $journey['is_settled'] ) ) ),
		$is_this ? esc_html__( 'Your way so far', 'wayfinder' ) : esc_html__( 'Keep this result', 'wayfinder' )
	);

	printf( '<p class="wayfinder-status" role="status">%s</p>', esc_html( Keep\words_for( Address\state() ) ) );
	print_lines( $is_this ? $journey['words'] : array() );

	if ( ! $is_this ) {
		print_form( $answers, $journey['result'], $id );
	} elseif ( ! $journey['result']['wants_mentor'] ) {
		print_mentor_form( $answers, $id );
	}
	echo '</div>';
}

/**
 * Prints what became of a kept result. The script fills lines that are empty yet.
 *
 * @param array $words By part: state and text.
 */
function print_lines( array $words ): void {
	printf( '<ul class="wayfinder-lines" role="list"%s>', $words ? '' : ' hidden' );

	foreach ( array( 'result', 'badge', 'application' ) as $part ) {
		printf(
			'<li data-part="%s" data-state="%s"%s>%s</li>',
			esc_attr( $part ),
			esc_attr( $words[ $part ]['state'] ?? '' ),
			isset( $words[ $part ] ) ? '' : ' hidden',
			esc_html( $words[ $part ]['text'] ?? '' )
		);
	}
	echo '</ul>';
}

/**
 * Prints the form that keeps a result.
 *
 * @param string[]   $answers Option ids of the result on this page.
 * @param array|null $latest  What the visitor kept before.
 * @param string     $id      Unique on the page.
 */
function print_form( array $answers, ?array $latest, string $id ): void {
	print_form_start( $answers, $id );

	printf(
		'<p>%s</p><label class="wayfinder-option"><input type="checkbox" name="wants_mentor" value="1"%s><span>%s</span></label>',
		$latest ? esc_html__( 'You kept another result before. This one takes its place.', 'wayfinder' )
			: esc_html__( 'It earns you the badge Contributor Orientation on your profile.', 'wayfinder' ),
		checked( $latest && $latest['wants_mentor'], true, false ),
		esc_html__( 'I would like a mentor', 'wayfinder' )
	);

	print_form_end( __( 'Keep this on my profile', 'wayfinder' ) );
}

/**
 * Prints the form for a second thought.
 *
 * @param string[] $answers Option ids of the result on this page.
 * @param string   $id      Unique on the page.
 */
function print_mentor_form( array $answers, string $id ): void {
	print_form_start( $answers, $id );
	echo '<input type="hidden" name="wants_mentor" value="1">';
	print_form_end( __( 'I would like a mentor', 'wayfinder' ) );
}

/**
 * Prints a form's beginning.
 *
 * @param string[] $answers Option ids of the result on this page.
 * @param string   $id      Where the visitor comes back to.
 */
function print_form_start( array $answers, string $id ): void {
	printf(
		'<form method="post" action="%s"><input type="hidden" name="action" value="%s"><input type="hidden" name="answers" value="%s"><input type="hidden" name="panel" value="%s">',
		esc_url( admin_url( 'admin-post.php' ) ),
		esc_attr( Keep\ACTION ),
		esc_attr( implode( ',', $answers ) ),
		esc_attr( $id )
	);
	printf( '<input type="hidden" name="back" value="%s">', esc_url( Address\of_result( $answers ) ) );
	wp_nonce_field( Keep\ACTION, '_wpnonce', false );
}

/**
 * Prints a form's end.
 *
 * @param string $label What the button does.
 */
function print_form_end( string $label ): void {
	printf( '<p class="wayfinder-actions"><button type="submit" class="wp-element-button">%s</button></p></form>', esc_html( $label ) );
}

/**
 * What the script needs to know.
 *
 * @param string[] $answers    Option ids of the result on this page.
 * @param bool     $is_waiting Whether something is on its way.
 */
function for_script( array $answers, bool $is_waiting ): array {
	return array(
		'rest'    => rest_url( Rest\SPACE . '/' ),
		'nonce'   => wp_create_nonce( 'wp_rest' ),
		'answers' => $answers,
		'waiting' => $is_waiting,
		'words'   => array(
			'keeping' => __( 'One moment, we are keeping your result.', 'wayfinder' ),
			'kept'    => __( 'Kept. We are passing it on now.', 'wayfinder' ),
			'done'    => __( 'All done.', 'wayfinder' ),
			'later'   => __( 'This takes longer than usual. Nothing is lost, and you can leave this page.', 'wayfinder' ),
			'offline' => __( 'We could not reach this site. Nothing is lost: please press the button again.', 'wayfinder' ),
			'session' => __( 'You were logged out in the meantime. Nothing is lost: reload this page and log in.', 'wayfinder' ),
			'title'   => __( 'Your way so far', 'wayfinder' ),
		),
	);
}
