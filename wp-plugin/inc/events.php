<?php
/**
 * What the events say, as docs/wordpress.md promises it to the service.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Events;

use Wayfinder\Orientation;

/**
 * A person kept a result.
 *
 * @param \WP_User $user     The person.
 * @param int      $revision The result's number.
 * @param array    $result   Answers, teams, wants_mentor.
 */
function orientation_completed( \WP_User $user, int $revision, array $result ): array {
	return array(
		'site'         => site_address(),
		'person'       => array(
			'id'       => $user->ID,
			'login'    => $user->user_login,
			'nicename' => $user->user_nicename,
			'name'     => $user->display_name,
		),
		'revision'     => $revision,
		'content'      => content_word(),
		'answers'      => $result['answers'],
		'teams'        => $result['teams'],
		'wants_mentor' => $result['wants_mentor'],
		'locale'       => get_user_locale( $user ),
	);
}

/**
 * Whose questions these are: "default" are the plugin's own; a site that filters them may name its own.
 */
function content_word(): string {
	return has_filter( 'wayfinder_orientation_content' ) ? (string) ( Orientation\content()['name'] ?? 'site' ) : 'default';
}

/**
 * This site's one address. In the scheme of the settings: home_url() alone follows the request's.
 */
function site_address(): string {
	return untrailingslashit( home_url( '', wp_parse_url( get_option( 'home' ), PHP_URL_SCHEME ) ) );
}

/**
 * An administrator tests the connection.
 */
function connection_tested(): array {
	return array( 'site' => site_address() );
}
