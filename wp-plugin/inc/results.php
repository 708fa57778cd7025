<?php
/**
 * Results that people keep: numbered per person from 1, never changed, each with the event that tells the service.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Results;

use Wayfinder\Contents;
use Wayfinder\Events;
use Wayfinder\Limits;
use Wayfinder\Orientation;
use Wayfinder\Outbox;

use function Wayfinder\Schema\results_table;

const MOST_AN_HOUR  = 20;
const MOST_A_MINUTE = 60;

/**
 * Keeps a result for a person; the same one again changes nothing.
 *
 * Two requests at once: both want the next revision, the database lets one have it, the other finds it kept.
 *
 * @param \WP_User $user         The person.
 * @param mixed    $given        Option ids, as they came in.
 * @param bool     $wants_mentor Whether they would like a mentor.
 * @param string   $quiz         The quiz's name; empty for the site's standard.
 * @return array|\WP_Error "result" and "is_new". Errors carry status and, where a field is at fault, params.
 */
function keep( \WP_User $user, $given, bool $wants_mentor, string $quiz ) {
	$wait_s = Limits\wait_s( 'results', MOST_A_MINUTE );
	if ( $wait_s > 0 ) {
		return too_busy( $wait_s );
	}

	$result = read_result( $given, $wants_mentor, $quiz );
	if ( is_wp_error( $result ) ) {
		return $result;
	}

	for ( $try = 0; $try < 3; $try++ ) {
		$latest = latest( $user->ID );
		if ( $latest && is_same( $latest, $result ) ) {
			return array(
				'result' => $latest,
				'is_new' => false,
			);
		}

		$wait_s = wait_of( $user->ID );
		if ( $wait_s > 0 ) {
			return too_many( $wait_s );
		}

		if ( insert( $user, ( $latest['revision'] ?? 0 ) + 1, $result ) ) {
			do_action( 'wayfinder_event_owed' );
			return array(
				'result' => latest( $user->ID ),
				'is_new' => true,
			);
		}
	}

	return new \WP_Error(
		'wayfinder_not_kept',
		__( 'We could not keep your result just now. Nothing is lost: please try again in a minute.', 'wayfinder' ),
		array(
			'status'      => 503,
			'retry_after' => 60,
		)
	);
}

/**
 * What somebody wants to keep: their answers, and what the rule makes of them.
 *
 * @param mixed  $given        Option ids, as they came in.
 * @param bool   $wants_mentor Whether they would like a mentor.
 * @param string $quiz         The quiz's name, also one that the filter gave; empty for the site's standard.
 * @return array|\WP_Error Content, answers, teams, wants_mentor.
 */
function read_result( $given, bool $wants_mentor, string $quiz ) {
	$content = Contents\get( $quiz );
	if ( '' !== $quiz && $quiz !== $content['name'] && ! isset( Contents\all()[ $quiz ] ) ) {
		/* translators: %s: a quiz's name. */
		return wrong( 'content', sprintf( __( 'There is no quiz “%s”.', 'wayfinder' ), mb_substr( $quiz, 0, 64 ) ) );
	}

	$answers = read_strictly( $given, $content );

	return is_wp_error( $answers ) ? $answers : array(
		'content'      => $content['name'],
		'answers'      => $answers,
		'teams'        => teams_for( $answers, $content ),
		'wants_mentor' => $wants_mentor,
	);
}

/**
 * The latest result that a person kept.
 *
 * @param int $user_id The person.
 * @return array|null Revision, event, content, answers, teams, wants_mentor, kept_at.
 */
function latest( int $user_id ): ?array {
	global $wpdb;

	$row = $wpdb->get_row(
		$wpdb->prepare( 'SELECT * FROM %i WHERE user_id = %d ORDER BY revision DESC LIMIT 1', results_table(), $user_id )
	);

	return $row ? array(
		'revision'     => (int) $row->revision,
		'event'        => $row->event_id,
		'content'      => $row->content,
		'answers'      => (array) json_decode( $row->answers, true ),
		'teams'        => (array) json_decode( $row->teams, true ),
		'wants_mentor' => (bool) $row->wants_mentor,
		'kept_at'      => str_replace( ' ', 'T', $row->kept_at ) . 'Z',
	) : null;
}

/**
 * The option ids of a call that must be right: one unknown id refuses it, by name.
 *
 * @param mixed $given   Option ids, as they came in.
 * @param array $content The quiz.
 * @return string[]|\WP_Error
 */
function read_strictly( $given, array $content ) {
	$given   = is_array( $given ) ? array_values( array_unique( array_filter( $given, 'is_string' ) ) ) : array();
	$read    = Orientation\read_answers( $given, $content );
	$unknown = array_values( array_diff( $given, $read['answers'] ) );

	if ( $unknown ) {
		/* translators: %s: the id of an answer. */
		return wrong( 'answers', sprintf( __( 'There is no answer “%s”.', 'wayfinder' ), mb_substr( $unknown[0], 0, 64 ) ) );
	}
	if ( ! $read['answers'] ) {
		return wrong( 'answers', __( 'Choose at least one answer.', 'wayfinder' ) );
	}

	return $read['answers'];
}

/**
 * The teams for these answers, as the event names them.
 *
 * @param string[] $answers Option ids.
 * @param array    $content The quiz.
 * @return array[] Slug and reasons, best first.
 */
function teams_for( array $answers, array $content ): array {
	return array_map(
		static fn( $found ) => array(
			'slug'    => $found['team'],
			'reasons' => array_values( $found['reasons'] ),
		),
		Orientation\recommend( $answers, $content )
	);
}

/**
 * Whether two results say the same.
 *
 * @param array $one   A result.
 * @param array $other Another.
 */
function is_same( array $one, array $other ): bool {
	$of = array_flip( array( 'content', 'answers', 'teams', 'wants_mentor' ) );

	return array_intersect_key( $one, $of ) == array_intersect_key( $other, $of ); // phpcs:ignore Universal.Operators.StrictComparisons -- in any order of the keys.
}

/**
 * Writes result and event, both or neither.
 *
 * @param \WP_User $user     The person.
 * @param int      $revision The result's number.
 * @param array    $result   Content, answers, teams, wants_mentor.
 * @return bool False when this number is taken or the database is ill.
 */
function insert( \WP_User $user, int $revision, array $result ): bool {
	global $wpdb;

	$event_id = Outbox\new_event_id();
	$kept_at  = Outbox\moment(); // The event's too, so that it can be told again word for word.
	$were_on  = $wpdb->suppress_errors( true ); // A number that is taken is expected, not an error to log.

	$wpdb->query( 'START TRANSACTION' );
	$is_kept = false !== $wpdb->insert(
		results_table(),
		array(
			'user_id'      => $user->ID,
			'revision'     => $revision,
			'content'      => $result['content'],
			'answers'      => wp_json_encode( $result['answers'] ),
			'teams'        => wp_json_encode( $result['teams'] ),
			'wants_mentor' => (int) $result['wants_mentor'],
			'event_id'     => $event_id,
			'kept_at'      => $kept_at,
		)
	) && Outbox\add( $event_id, 'orientation.completed', Events\orientation_completed( $user, $revision, $result ), $user->ID, $kept_at );

	$is_kept = false !== $wpdb->query( $is_kept ? 'COMMIT' : 'ROLLBACK' ) && $is_kept;
	$wpdb->suppress_errors( $were_on );

	return $is_kept;
}

/**
 * How long a person must wait until they may keep another result.
 *
 * @param int $user_id The person.
 * @return int Seconds; 0 when they may.
 */
function wait_of( int $user_id ): int {
	global $wpdb;

	$kept_at = $wpdb->get_col(
		$wpdb->prepare(
			'SELECT kept_at FROM %i WHERE user_id = %d AND kept_at > %s ORDER BY revision DESC LIMIT %d',
			results_table(),
			$user_id,
			Outbox\moment( -HOUR_IN_SECONDS ),
			MOST_AN_HOUR
		)
	);

	return count( $kept_at ) < MOST_AN_HOUR ? 0 : max( 1, strtotime( end( $kept_at ) . ' UTC' ) + HOUR_IN_SECONDS - time() );
}

/**
 * The refusal of one result too many.
 *
 * @param int $wait_s Seconds to wait.
 */
function too_many( int $wait_s ): \WP_Error {
	return new \WP_Error(
		'wayfinder_too_many',
		sprintf(
			/* translators: %s: a span of time, such as "12 minutes". */
			__( 'You kept many results in the last hour. Nothing is lost: please try again in %s.', 'wayfinder' ),
			human_time_diff( time(), time() + $wait_s )
		),
		array(
			'status'      => 429,
			'retry_after' => $wait_s,
		)
	);
}

/**
 * The refusal of a flood from one address, which may be a whole room of people.
 *
 * @param int $wait_s Seconds to wait.
 */
function too_busy( int $wait_s ): \WP_Error {
	return new \WP_Error(
		'wayfinder_too_busy',
		__( 'Very many results come from your network right now. Nothing is lost: please try again in a minute.', 'wayfinder' ),
		array(
			'status'      => 429,
			'retry_after' => $wait_s,
		)
	);
}

/**
 * The refusal of a field.
 *
 * @param string $field Which one.
 * @param string $words What is wrong.
 */
function wrong( string $field, string $words ): \WP_Error {
	return new \WP_Error(
		'rest_invalid_param',
		$words,
		array(
			'status' => 400,
			'params' => array( $field => $words ),
		)
	);
}
