<?php
/**
 * What the service answered: read without trust, and told in words that say what to do.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Answer;

use Wayfinder\Events;

const DAY_S = 86400;

/**
 * What an answer says.
 *
 * @param array|\WP_Error $response WordPress's answer.
 * @return array Status, error, asked_for_s.
 */
function read( $response ): array {
	if ( is_wp_error( $response ) ) {
		return array(
			'status'      => 0,
			'error'       => one_line( $response->get_error_message() ),
			'asked_for_s' => 0,
		);
	}

	$status = (int) wp_remote_retrieve_response_code( $response );

	return array(
		'status'      => $status,
		'error'       => 202 === $status ? '' : read_error( (string) wp_remote_retrieve_body( $response ) ),
		'asked_for_s' => in_array( $status, array( 429, 503 ), true )
			? read_retry_after( wp_remote_retrieve_header( $response, 'retry-after' ), time() )
			: 0,
	);
}

/**
 * The service's own words, with the places that it names; empty when it speaks otherwise.
 *
 * @param string $body The answer's body.
 */
function read_error( string $body ): string {
	$error  = json_decode( $body, true );
	$words  = is_array( $error ) && is_string( $error['message'] ?? null ) ? $error['message'] : '';
	$fields = is_array( $error ) && is_array( $error['fields'] ?? null ) ? array_keys( $error['fields'] ) : array();

	return one_line( $words . ( $fields ? ' (' . implode( ', ', $fields ) . ')' : '' ) );
}

/**
 * Seconds out of a Retry-After, which is a number or a date; at most a day.
 *
 * @param string|array $header The header.
 * @param int          $now    Seconds since 1970.
 */
function read_retry_after( $header, int $now ): int {
	$given  = is_array( $header ) ? (string) end( $header ) : (string) $header;
	$wait_s = ctype_digit( $given ) ? (int) $given : (int) strtotime( $given ) - $now;

	return max( 0, min( DAY_S, $wait_s ) );
}

/**
 * Foreign words, made fit to keep (in an old three-byte character set too) and to print.
 *
 * @param string $words Anything.
 */
function one_line( string $words ): string {
	return mb_substr( (string) preg_replace( '/[\x{10000}-\x{10FFFF}]/u', '?', sanitize_text_field( $words ) ), 0, 300 );
}

/**
 * What an answer means and what to do about it.
 *
 * @param int $status The answer's status; 0 when there was none.
 */
function in_words( int $status ): string {
	$words = array(
		0   => __( 'The service did not answer. Check the address, and whether the service is running.', 'wayfinder' ),
		202 => __( 'The service has it.', 'wayfinder' ),
		401 => __( 'The service did not accept our signature. Copy the secret again, and check the clocks of both machines.', 'wayfinder' ),
		/* translators: %s: this site's address. */
		403 => sprintf( __( 'The service knows this site under another address than %s. Correct it there.', 'wayfinder' ), Events\site_address() ),
		404 => __( 'The service does not know this site. Check the end of the address.', 'wayfinder' ),
		409 => __( 'The service has another message under the same number. Was this database restored from a backup?', 'wayfinder' ),
		410 => __( 'The service says that this address is gone. Copy the address from the service again.', 'wayfinder' ),
		413 => __( 'The message is too large for the service.', 'wayfinder' ),
		422 => __( 'The service could not read the message. Are plugin and service of the same version?', 'wayfinder' ),
		429 => __( 'The service asks us to wait.', 'wayfinder' ),
		503 => __( 'The service is not ready. It asks us to come back later.', 'wayfinder' ),
	);

	if ( isset( $words[ $status ] ) ) {
		$meaning = $words[ $status ];
	} elseif ( $status >= 300 && $status < 400 ) {
		$meaning = __( 'The address leads elsewhere. Use the final address.', 'wayfinder' );
	} elseif ( $status >= 500 ) {
		$meaning = __( 'The service has a problem. Its log says more.', 'wayfinder' );
	} else {
		$meaning = __( 'This is not an answer of the service. Check the address.', 'wayfinder' );
	}

	return $meaning . ( $status ? " ($status)" : '' );
}

/**
 * Prints the service's own words, or the network's, folded away: they help who knows them.
 *
 * @param string $error The words; empty for none.
 */
function print_details( string $error ): void {
	if ( '' !== $error ) {
		printf( '<details><summary>%s</summary><code style="overflow-wrap:anywhere">%s</code></details>', esc_html__( 'Technical details', 'wayfinder' ), esc_html( $error ) );
	}
}
