<?php
/**
 * Answers live in the address: ?orientation=<option ids, comma separated> is the result, for whoever opens it.
 *
 * With orientation_step=<number> it is the quiz at that step, with these answers ticked; orientation_quiz names a quiz
 * that is not the plugin's own. blocks/orientation/address.js reads and writes the same.
 *
 * Nothing here changes anything, so nothing here asks for a nonce.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Address;

use Wayfinder\Contents;
use Wayfinder\Orientation;

const ANSWERS = 'orientation';
const STEP    = 'orientation_step';
const QUIZ    = 'orientation_quiz';
const STATE   = 'orientation_state';

// phpcs:disable WordPress.Security.NonceVerification.Recommended

/**
 * Hooks.
 */
function bootstrap(): void {
	add_action( 'template_redirect', __NAMESPACE__ . '\tidy', 1 );
	add_filter( 'wp_robots', __NAMESPACE__ . '\keep_results_out_of_indexes' );
}

/**
 * A plain form sends orientation[]=…&orientation[]=…: leads to the one address of this result.
 */
function tidy(): void {
	if ( ! isset( $_GET[ ANSWERS ] ) || ! is_array( $_GET[ ANSWERS ] ) ) {
		return;
	}

	$like_ids = preg_grep( '/\A[A-Za-z0-9._-]{1,64}\z/', Orientation\words( given() ) );

	nocache_headers();
	wp_safe_redirect( of_result( $like_ids, word( QUIZ ) ), 302, 'Wayfinder' );
	exit;
}

/**
 * There are millions of results; a search engine needs the page alone.
 *
 * @param array $robots Directives.
 * @return array
 */
function keep_results_out_of_indexes( $robots ): array {
	return isset( $_GET[ ANSWERS ] ) ? array( 'noindex' => true ) + (array) $robots : (array) $robots;
}

/**
 * What the address asks of a quiz.
 *
 * @param array $content The quiz.
 * @return array Answers; step, 0 for the result; notice: empty, unknown (nothing valid), some (something left out), other
 *               (answers to another quiz), or none.
 */
function read( array $content ): array {
	if ( ! isset( $_GET[ ANSWERS ] ) || ! is_about( $content['name'] ) ) {
		return array(
			'answers' => array(),
			'step'    => 1,
			'notice'  => isset( $_GET[ ANSWERS ] ) ? 'other' : '',
		);
	}

	$read = Orientation\read_answers( given(), $content );
	if ( $read['answers'] ) {
		$notice = $read['ignored'] ? 'some' : '';
	} else {
		$notice = $read['ignored'] ? 'unknown' : 'empty';
	}

	$step = isset( $_GET[ STEP ] ) ? max( 1, min( count( Orientation\steps( $content ) ), (int) word( STEP ) ) ) : 0;

	return array(
		'answers' => $read['answers'],
		'step'    => $read['answers'] ? $step : max( 1, $step ),
		'notice'  => 'empty' === $notice && $step ? '' : $notice, // On its way through the steps, nothing chosen yet is fine.
	);
}

/**
 * Whether the answers in the address are those of this quiz.
 *
 * @param string $name The quiz's name.
 */
function is_about( string $name ): bool {
	return ( word( QUIZ ) ? word( QUIZ ) : Contents\OWN ) === $name;
}

/**
 * The answers in the address as they came, of any shape.
 *
 * @return mixed
 */
function given() {
	return wp_unslash( $_GET[ ANSWERS ] ?? '' ); // phpcs:ignore WordPress.Security.ValidatedSanitizedInput.InputNotSanitized -- whoever reads it takes known ids only.
}

/**
 * A word in the address; empty for none.
 *
 * @param string $name STEP, QUIZ or STATE, which a form before this page led to.
 */
function word( string $name ): string {
	$word = wp_unslash( $_GET[ $name ] ?? '' ); // phpcs:ignore WordPress.Security.ValidatedSanitizedInput.InputNotSanitized -- the next line.

	return is_string( $word ) ? sanitize_key( $word ) : '';
}

/**
 * This page without anything of ours in the address: the quiz from its start.
 */
function of_page(): string {
	if ( wp_is_serving_rest_request() ) {
		return home_url( '/' ); // The editor's preview, which is nowhere yet.
	}

	$home = wp_parse_url( home_url() );
	$port = isset( $home['port'] ) ? ':' . $home['port'] : '';
	$uri  = esc_url_raw( wp_unslash( $_SERVER['REQUEST_URI'] ?? '/' ) );

	return add_query_arg( array_map( 'urlencode_deep', carried() ), $home['scheme'] . '://' . $home['host'] . $port . '/' . ltrim( strtok( $uri, '?' ), '/' ) );
}

/**
 * What else in the address says which page this is. Whatever is not WordPress's own stays out: a cache may give this
 * page to others, and what marked the way of its first visitor is nobody else's.
 *
 * @return array Values by name.
 */
function carried(): array {
	/**
	 * Filters the names in an address that the quiz carries along.
	 *
	 * @param string[] $names WordPress's query variables, and what shows a preview.
	 */
	$names = apply_filters( 'wayfinder_carried_query_vars', array_merge( $GLOBALS['wp']->public_query_vars, array( 'preview', 'preview_id', 'preview_nonce' ) ) );

	return array_diff_key( array_intersect_key( wp_unslash( $_GET ), array_flip( (array) $names ) ), array_flip( array( ANSWERS, STEP, QUIZ, STATE ) ) ); // phpcs:ignore WordPress.Security.ValidatedSanitizedInput -- encoded for an address, and escaped where it is printed.
}

/**
 * The address of a result on this page.
 *
 * @param string[] $answers Option ids.
 * @param string   $name    The quiz's name.
 * @param int      $step    The step of the quiz instead of the result.
 */
function of_result( array $answers, string $name, int $step = 0 ): string {
	return add_query_arg( // In one call: a second one would encode the commas of the first.
		array_filter(
			array(
				ANSWERS => implode( ',', $answers ),
				STEP    => $step ? (string) $step : null,
				QUIZ    => '' === $name || Contents\OWN === $name ? null : $name,
			),
			'is_string'
		),
		of_page()
	);
}

/**
 * What else is in the address of this page, which a form must carry along.
 *
 * @return array[] Pairs of name and value.
 */
function other_fields(): array {
	$pairs = carried() ? explode( '&', http_build_query( carried() ) ) : array();

	return array_map( static fn( $pair ) => array_map( 'urldecode', explode( '=', $pair, 2 ) ), $pairs );
}
