<?php
/**
 * What the events say, as docs/wordpress.md promises it to the service.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Events;

/**
 * A person kept a result.
 *
 * @param \WP_User $user     The person.
 * @param int      $revision The result's number.
 * @param array    $result   Content, answers, teams, wants_mentor.
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
		'content'      => $result['content'],
		'answers'      => $result['answers'],
		'teams'        => $result['teams'],
		'wants_mentor' => $result['wants_mentor'],
		'locale'       => get_user_locale( $user ),
	);
}

/**
 * A person's data was erased here: the service is to forget what it learned before this moment.
 *
 * @param int $user_id The account's id, which may be gone already.
 */
function person_erased( int $user_id ): array {
	return array(
		'site'   => site_address(),
		'person' => array( 'id' => $user_id ),
	);
}

/**
 * This site's one address. In the scheme of the settings: home_url() alone follows the request's.
 */
function site_address(): string {
	return untrailingslashit( home_url( '', wp_parse_url( get_option( 'home' ), PHP_URL_SCHEME ) ) );
}

/**
 * A day is over: what was counted on it for one quiz.
 *
 * @param string $content The quiz's name.
 * @param string $day     As 2026-11-24, in UTC.
 * @param array  $sums    Started, finished; shown and handed by team.
 */
function orientation_counted( string $content, string $day, array $sums ): array {
	return array(
		'site'     => site_address(),
		'content'  => $content,
		'day'      => $day,
		'started'  => $sums['started'],
		'finished' => $sums['finished'],
		'shown'    => (object) $sums['shown'], // JSON would make a list of an empty array.
		'handed'   => (object) $sums['handed'],
	);
}

/**
 * An administrator tests the connection.
 */
function connection_tested(): array {
	return array( 'site' => site_address() );
}
