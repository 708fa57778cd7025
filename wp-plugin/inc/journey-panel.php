<?php
/**
 * The part of the result that is about the visitor: log in, keep the result, ask for a mentor, see what became of it.
 *
 * For visitors without an account in this browser nothing here is personal, so that their page can be cached whole.
 *
 * @package Wayfinder
 */

namespace Wayfinder\JourneyPanel;

use Wayfinder\Address;
use Wayfinder\Copy;
use Wayfinder\Journey;
use Wayfinder\Keep;
use Wayfinder\Rest;
use Wayfinder\Results;

/** Stands in the log-in link for the address that the script puts there. */
const HERE = 'WAYFINDER_HERE';

/**
 * Prints the panel.
 *
 * @param array $view As Block\view_of() gives it.
 */
function print_panel( array $view ): void {
	if ( is_user_logged_in() ) {
		print_own( $view, Journey\of( get_current_user_id() ), $view['id'] . '-journey' );
		return;
	}

	printf(
		'<div class="wayfinder-panel"><h%1$d>%2$s</h%1$d><p>%3$s</p><p class="wayfinder-actions"><a class="wayfinder-quiet" data-login="%4$s" href="%5$s">%6$s</a>%7$s</p></div>',
		(int) $view['level'],
		esc_html__( 'Keep this result', 'wayfinder' ),
		esc_html__( 'With an account you can keep it on your profile, earn a badge and ask for a mentor.', 'wayfinder' ),
		esc_url( wp_login_url( HERE ) ),
		esc_url( wp_login_url( Address\of_result( $view['answers'], $view['content']['name'] ) ) ),
		esc_html__( 'Log in and come back to this result', 'wayfinder' ),
		get_option( 'users_can_register' ) ? sprintf( ' <a href="%s">%s</a>', esc_url( wp_registration_url() ), esc_html__( 'Create an account', 'wayfinder' ) ) : ''
	);
}

/**
 * Prints, above the first step, the way back to what the visitor kept.
 *
 * @param array $view As Block\view_of() gives it.
 */
function print_reminder( array $view ): void {
	$kept = is_user_logged_in() ? Results\latest( get_current_user_id() ) : null;

	if ( $kept && ! $view['answers'] && $kept['content'] === $view['content']['name'] ) {
		printf(
			'<p class="wayfinder-kept">%s</p>',
			wp_kses(
				sprintf(
					/* translators: 1: a date, 2: address of the result. */
					__( 'You kept a result on %1$s. <a href="%2$s">Show it</a>', 'wayfinder' ),
					esc_html( wp_date( get_option( 'date_format' ), strtotime( $kept['kept_at'] ) ) ),
					esc_url( Address\of_result( $kept['answers'], $kept['content'] ) )
				),
				array( 'a' => array( 'href' => array() ) )
			)
		);
	}
}

/**
 * Prints the panel of somebody who is logged in; nonce and words for the script are here and nowhere else.
 *
 * @param array  $view    As Block\view_of() gives it.
 * @param array  $journey The visitor's journey.
 * @param string $id      Unique on the page.
 */
function print_own( array $view, array $journey, string $id ): void {
	$is_this = is_kept( $view, $journey['result'] );
	$told    = for_script( $journey );

	printf(
		'<div class="wayfinder-panel" id="%1$s" data-wayfinder-panel="%2$s"><h%3$d tabindex="-1">%4$s</h%3$d>',
		esc_attr( $id ),
		esc_attr( wp_json_encode( $told ) ),
		(int) $view['level'],
		esc_html( $is_this ? $told['words']['kept_title'] : $told['words']['keep_title'] )
	);

	printf( '<p class="wayfinder-status" role="status">%s</p>', esc_html( $view['step'] ? '' : Keep\words_for( Address\word( Address\STATE ) ) ) );
	print_lines( $is_this, (array) $journey['words'] );
	print_form( $view, $journey['result'], $id );
	echo '</div>';
}

/**
 * Whether the result on this page is the one that the visitor kept last.
 *
 * @param array      $view As Block\view_of() gives it.
 * @param array|null $kept What the visitor kept last.
 */
function is_kept( array $view, ?array $kept ): bool {
	return $kept && $kept['content'] === $view['content']['name'] && $kept['answers'] === $view['answers']
		&& Results\teams_for( $view['answers'], $view['content'] ) === $kept['teams'];
}

/**
 * Prints what became of a kept result. The script fills lines that are empty yet.
 *
 * @param bool  $is_shown Whether the result on this page is the kept one.
 * @param array $words    By part: state and text.
 */
function print_lines( bool $is_shown, array $words ): void {
	printf( '<ul class="wayfinder-lines" role="list"%s>', $is_shown ? '' : ' hidden' );

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
 * Prints the form that keeps a result; for a second thought about a kept one it asks about the mentor alone.
 *
 * @param array      $view As Block\view_of() gives it.
 * @param array|null $kept What the visitor kept last.
 * @param string     $id   Where the visitor comes back to.
 */
function print_form( array $view, ?array $kept, string $id ): void {
	$is_this = is_kept( $view, $kept );

	printf(
		'<form method="post" action="%s"%s>',
		esc_url( admin_url( 'admin-post.php' ) ),
		$is_this && $kept['wants_mentor'] ? ' hidden' : ''
	);
	wp_nonce_field( Keep\ACTION, '_wpnonce', false );
	$fields = array(
		'action'  => Keep\ACTION,
		'content' => $view['content']['name'],
		'answers' => implode( ',', $view['answers'] ),
		'panel'   => $id,
		'back'    => Address\of_result( $view['answers'], $view['content']['name'] ),
	);
	foreach ( $fields as $name => $value ) {
		printf( '<input type="hidden" name="%s" value="%s">', esc_attr( $name ), esc_attr( $value ) );
	}

	printf(
		'<p%1$s>%2$s</p><label class="wayfinder-option"%1$s><input type="checkbox" name="wants_mentor" value="1"%3$s><span>%4$s</span></label>',
		$is_this ? ' hidden' : '',
		$kept ? esc_html( words()['replaces'] )
			: esc_html__( 'Keeping it earns you the badge Contributor Orientation on your profile.', 'wayfinder' ),
		checked( $is_this || ( $kept && $kept['wants_mentor'] ), true, false ),
		esc_html( words()['mentor'] )
	);
	printf(
		'<p class="wayfinder-actions"><button type="submit" class="wp-element-button">%s</button></p><p class="wayfinder-fine">%s %s</p></form>',
		esc_html( words()[ $is_this ? 'mentor' : 'keep' ] ),
		esc_html__( 'This result, your name and your language then go to the people who run the contributor program; they read who would like a mentor.', 'wayfinder' ),
		wp_kses_post( get_the_privacy_policy_link() )
	);
}

/**
 * What the script needs to know.
 *
 * @param array $journey The visitor's journey.
 */
function for_script( array $journey ): array {
	$kept = $journey['result'];

	return array(
		'rest'    => rest_url( Rest\SPACE . '/' ),
		'nonce'   => wp_create_nonce( 'wp_rest' ),
		'kept'    => $kept ? array(
			'content'      => $kept['content'],
			'answers'      => implode( ',', $kept['answers'] ),
			'teams'        => implode( ',', array_column( $kept['teams'], 'slug' ) ),
			'wants_mentor' => $kept['wants_mentor'],
		) : null,
		'waiting' => $kept && ! $journey['is_settled'] && Copy\may_send(),
		'follow'  => Copy\may_send(),
		'login'   => wp_login_url( HERE ),
		'words'   => words(),
	);
}

/**
 * What the panel says, on the page and by its script.
 */
function words(): array {
	return array(
		'keep_title' => __( 'Keep this result', 'wayfinder' ),
		'kept_title' => __( 'Your progress', 'wayfinder' ),
		'keep'       => __( 'Keep this on my profile', 'wayfinder' ),
		'mentor'     => __( 'I would like a mentor', 'wayfinder' ),
		'keeping'    => __( 'One moment, we are keeping your result.', 'wayfinder' ),
		'kept'       => Copy\may_send() ? __( 'Kept. We are passing it on now.', 'wayfinder' ) : __( 'Kept. It is passed on as soon as this site is connected to the program.', 'wayfinder' ),
		'done'       => __( 'All done.', 'wayfinder' ),
		'later'      => __( 'This takes longer than usual. Nothing is lost, and you can leave this page.', 'wayfinder' ),
		'offline'    => __( 'We could not reach this site. Nothing is lost: please press the button again.', 'wayfinder' ),
		'session'    => __( 'You were logged out in the meantime. Nothing is lost: log in and come back to this result.', 'wayfinder' ),
		'log_in'     => __( 'Log in', 'wayfinder' ),
		'replaces'   => __( 'You kept another result before. This one takes its place.', 'wayfinder' ),
	);
}
