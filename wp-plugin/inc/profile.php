<?php
/**
 * The section of the profile screen: what the person kept, what became of it, their badges.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Profile;

use Wayfinder\Badges;
use Wayfinder\Contents;
use Wayfinder\Journey;

/**
 * Hooks.
 */
function bootstrap(): void {
	add_action( 'show_user_profile', __NAMESPACE__ . '\print_section' );
	add_action( 'edit_user_profile', __NAMESPACE__ . '\print_section' );
}

/**
 * Prints the section, when there is something to show.
 *
 * @param \WP_User $user Whose profile it is.
 */
function print_section( $user ): void {
	$rows = array_merge( rows_of_journey( $user->ID ), rows_of_badges( $user->ID ) );
	if ( ! $rows ) {
		return;
	}

	echo '<h2>' . esc_html__( 'Contributing', 'wayfinder' ) . '</h2><table class="form-table" role="presentation">';
	foreach ( $rows as $row ) {
		printf( '<tr><th scope="row">%s</th><td>%s <span class="description">%s</span></td></tr>', esc_html( $row[0] ), esc_html( $row[1] ), esc_html( $row[2] ) );
	}
	echo '</table>';
}

/**
 * The kept result, and the application.
 *
 * @param int $user_id The person.
 * @return array[] Head, words, remark.
 */
function rows_of_journey( int $user_id ): array {
	$journey = Journey\of( $user_id );
	if ( ! $journey['result'] ) {
		return array();
	}

	$known = Contents\get( $journey['result']['content'] )['teams'];
	$teams = array_map( static fn( $team ) => $known[ $team['slug'] ]['name'] ?? $team['slug'], $journey['result']['teams'] );
	$rows  = array( array( __( 'Teams that fit', 'wayfinder' ), implode( ', ', $teams ), since( $journey['result']['kept_at'] ) ) );

	if ( isset( $journey['words']['application'] ) ) {
		$rows[] = array( __( 'Mentor', 'wayfinder' ), $journey['words']['application']['text'], '' );
	}

	return $rows;
}

/**
 * The badges.
 *
 * @param int $user_id The person.
 * @return array[] Head, words, remark.
 */
function rows_of_badges( int $user_id ): array {
	return array_map(
		static fn( $badge ) => array( $badge['name'], $badge['description'], since( $badge['granted_at'] ) ),
		Badges\of( $user_id )
	);
}

/**
 * Since when.
 *
 * @param string $moment As it is kept.
 */
function since( string $moment ): string {
	/* translators: %s: a date. */
	return sprintf( __( 'Since %s.', 'wayfinder' ), wp_date( get_option( 'date_format' ), strtotime( $moment ) ) );
}
