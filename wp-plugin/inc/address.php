<?php
/**
 * Answers live in the address: ?orientation=<option ids, comma separated> is the result, for whoever opens it.
 *
 * Nothing here changes anything, so nothing here asks for a nonce.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Address;

use Wayfinder\Orientation;

const ANSWERS = 'orientation';
const EDIT    = 'orientation_edit';
const STATE   = 'orientation_state';

// phpcs:disable WordPress.Security.NonceVerification.Recommended

/**
 * Hooks.
 */
function bootstrap(): void {
	add_action( 'template_redirect', __NAMESPACE__ . '\tidy', 1 );
}

/**
 * A plain form sends orientation[]=…&orientation[]=…: leads to the one address of this result.
 */
function tidy(): void {
	if ( ! isset( $_GET[ ANSWERS ] ) || ! is_array( $_GET[ ANSWERS ] ) ) {
		return;
	}

	nocache_headers();
	wp_safe_redirect( of_result( given() ), 302, 'Wayfinder' );
	exit;
}

/**
 * What the address asks for.
 *
 * @param array $content The quiz.
 * @return array Answers; is_result; notice: empty, unknown (nothing valid), some (something left out), or none.
 */
function read( array $content ): array {
	$given  = given();
	$read   = Orientation\read_answers( $given, $content );
	$notice = '';

	if ( isset( $_GET[ ANSWERS ] ) && ! $given ) {
		$notice = 'empty';
	} elseif ( $given && ! $read['answers'] ) {
		$notice = 'unknown';
	} elseif ( count( $given ) > count( $read['answers'] ) ) {
		$notice = 'some';
	}

	return array(
		'answers'   => $read['answers'],
		'is_result' => $read['answers'] && ! isset( $_GET[ EDIT ] ),
		'notice'    => $notice,
	);
}

/**
 * The option ids in the address, whether they are ours or not, as long as they look like ids.
 *
 * @return string[]
 */
function given(): array {
	$raw = wp_unslash( $_GET[ ANSWERS ] ?? '' ); // phpcs:ignore WordPress.Security.ValidatedSanitizedInput.InputNotSanitized -- only ids pass, below.
	$ids = is_array( $raw ) ? $raw : explode( ',', substr( (string) $raw, 0, 4000 ) );

	return array_values(
		array_filter(
			array_slice( $ids, 0, 200 ),
			static fn( $id ) => is_string( $id ) && 1 === preg_match( '/\A[A-Za-z0-9._-]{1,64}\z/', $id )
		)
	);
}

/**
 * What a form before this page led to; a word, empty for none.
 */
function state(): string {
	$state = wp_unslash( $_GET[ STATE ] ?? '' ); // phpcs:ignore WordPress.Security.ValidatedSanitizedInput.InputNotSanitized -- the next line.

	return is_string( $state ) ? sanitize_key( $state ) : '';
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

	return remove_query_arg( array( ANSWERS, EDIT, STATE ), $home['scheme'] . '://' . $home['host'] . $port . '/' . ltrim( $uri, '/' ) );
}

/**
 * The address of a result on this page.
 *
 * @param string[] $answers Option ids.
 */
function of_result( array $answers ): string {
	return add_query_arg( ANSWERS, implode( ',', $answers ), of_page() );
}

/**
 * The address of the quiz on this page, with these answers ticked.
 *
 * @param string[] $answers Option ids.
 */
function of_edit( array $answers ): string {
	return add_query_arg(
		array(
			ANSWERS => implode( ',', $answers ), // In one call: a second one would encode the commas of the first.
			EDIT    => '1',
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
	parse_str( (string) wp_parse_url( of_page(), PHP_URL_QUERY ), $others );

	$pairs = $others ? explode( '&', http_build_query( $others ) ) : array();

	return array_map( static fn( $pair ) => array_map( 'urldecode', explode( '=', $pair, 2 ) ), $pairs );
}
