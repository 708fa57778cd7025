<?php
/**
 * Tools → Export and Erase Personal Data: what this site keeps about a person, found by their e-mail address.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Privacy;

use Wayfinder\Badges;
use Wayfinder\Contents;
use Wayfinder\Erasure;
use Wayfinder\Journey;

use function Wayfinder\Schema\outbox_table;
use function Wayfinder\Schema\results_table;

const PER_PAGE = 100;

/**
 * Hooks.
 */
function bootstrap(): void {
	add_filter( 'wp_privacy_personal_data_exporters', __NAMESPACE__ . '\with_exporter' );
	add_filter( 'wp_privacy_personal_data_erasers', __NAMESPACE__ . '\with_eraser' );
	add_action( 'admin_init', __NAMESPACE__ . '\suggest_policy' );
}

/**
 * Adds our exporter.
 *
 * @param array[] $exporters WordPress's list.
 * @return array[]
 */
function with_exporter( $exporters ): array {
	$exporters['wayfinder'] = array(
		'exporter_friendly_name' => __( 'Wayfinder', 'wayfinder' ),
		'callback'               => __NAMESPACE__ . '\export',
	);

	return $exporters;
}

/**
 * Adds our eraser.
 *
 * @param array[] $erasers WordPress's list.
 * @return array[]
 */
function with_eraser( $erasers ): array {
	$erasers['wayfinder'] = array(
		'eraser_friendly_name' => __( 'Wayfinder', 'wayfinder' ),
		'callback'             => __NAMESPACE__ . '\erase',
	);

	return $erasers;
}

/**
 * Exports one page of what is kept about a person.
 *
 * @param string $email Their address.
 * @param int    $page  From 1.
 * @return array Data and done, as WordPress wants it.
 */
function export( $email, $page = 1 ): array {
	$user = get_user_by( 'email', $email );
	if ( ! $user ) {
		return array(
			'data' => array(),
			'done' => true,
		);
	}

	$results = rows( results_table(), $user->ID, (int) $page );
	$events  = rows( outbox_table(), $user->ID, (int) $page );
	$once    = 1 === (int) $page ? array_merge( export_journey( $user->ID ), export_badges( $user->ID ) ) : array();

	return array(
		'data' => array_merge(
			array_map( __NAMESPACE__ . '\export_result', $results ),
			$once,
			array_map( __NAMESPACE__ . '\export_event', $events )
		),
		'done' => count( $results ) < PER_PAGE && count( $events ) < PER_PAGE,
	);
}

/**
 * Reads one page of a person's rows, the oldest first.
 *
 * @param string $table   Results or outbox.
 * @param int    $user_id The person.
 * @param int    $page    From 1.
 * @return object[]
 */
function rows( string $table, int $user_id, int $page ): array {
	global $wpdb;

	return $wpdb->get_results(
		$wpdb->prepare( 'SELECT * FROM %i WHERE user_id = %d ORDER BY id LIMIT %d OFFSET %d', $table, $user_id, PER_PAGE, ( $page - 1 ) * PER_PAGE )
	);
}

/**
 * Tells a kept result in the words that the person chose.
 *
 * @param object $row A row of the results.
 */
function export_result( object $row ): array {
	$quiz  = quiz_of( $row->content );
	$teams = wp_list_pluck( (array) json_decode( $row->teams, true ), 'slug' );

	return item(
		'results',
		__( 'Kept results of the contributor orientation', 'wayfinder' ),
		'result-' . $row->id,
		array(
			__( 'Kept on', 'wayfinder' )      => $row->kept_at . ' UTC',
			__( 'Quiz', 'wayfinder' )         => $quiz['title'],
			__( 'Answers', 'wayfinder' )      => implode( '; ', answers_in_words( (array) json_decode( $row->answers, true ), $quiz ) ),
			__( 'Teams', 'wayfinder' )        => implode( ', ', teams_in_words( $teams, $quiz ) ),
			__( 'Wants a mentor', 'wayfinder' ) => $row->wants_mentor ? __( 'Yes', 'wayfinder' ) : __( 'No', 'wayfinder' ),
		)
	);
}

/**
 * The quiz that a result is of.
 *
 * @param string $name The name that was kept with the result.
 * @return array Title, steps, teams; of one that is gone, only its name is left.
 */
function quiz_of( string $name ): array {
	$quiz = Contents\get( $name );
	if ( $quiz['name'] === $name ) {
		return $quiz; // Also one that comes from the filter, by a name of its own.
	}

	return isset( Contents\all()[ $name ] ) ? Contents\find( $name ) : array(
		'title' => $name,
		'steps' => array(),
		'teams' => array(),
	);
}

/**
 * Gives answers as the quiz words them; one that the quiz no longer has stays an id.
 *
 * @param string[] $ids  Option ids.
 * @param array    $quiz The quiz.
 * @return string[]
 */
function answers_in_words( array $ids, array $quiz ): array {
	$labels = array();
	foreach ( $quiz['steps'] as $step ) {
		$labels += wp_list_pluck( $step['options'], 'label', 'id' );
	}

	return array_map( static fn( $id ) => $labels[ $id ] ?? $id, $ids );
}

/**
 * Gives teams by name.
 *
 * @param string[] $slugs Team slugs.
 * @param array    $quiz  The quiz that knows them.
 * @return string[]
 */
function teams_in_words( array $slugs, array $quiz ): array {
	return array_map( static fn( $slug ) => $quiz['teams'][ $slug ]['name'] ?? $slug, $slugs );
}

/**
 * Tells the application, as the service told it.
 *
 * @param int $user_id The person.
 * @return array[] One item, or none.
 */
function export_journey( int $user_id ): array {
	$application = Journey\told( $user_id )['application'];

	return ! $application ? array() : array(
		item(
			'application',
			__( 'Application for a mentor', 'wayfinder' ),
			'application',
			array(
				__( 'Submitted on', 'wayfinder' ) => $application['submitted_at'],
				__( 'State', 'wayfinder' )        => $application['state'],
				__( 'Teams', 'wayfinder' )        => implode( ', ', teams_in_words( $application['teams'], Contents\get() ) ),
			)
		),
	);
}

/**
 * Tells the badges.
 *
 * @param int $user_id The person.
 * @return array[]
 */
function export_badges( int $user_id ): array {
	return array_map(
		static fn( $badge ) => item(
			'badges',
			__( 'Contributor badges', 'wayfinder' ),
			'badge-' . $badge['slug'],
			array(
				__( 'Badge', 'wayfinder' )      => $badge['name'],
				__( 'Granted on', 'wayfinder' ) => $badge['granted_at'],
			)
		),
		Badges\of( $user_id )
	);
}

/**
 * Tells a message to the service about the person.
 *
 * @param object $row A row of the outbox.
 */
function export_event( object $row ): array {
	$states = array(
		'due'       => __( 'waits to be sent', 'wayfinder' ),
		'delivered' => __( 'delivered', 'wayfinder' ),
		'parked'    => __( 'set aside, not delivered', 'wayfinder' ),
	);

	return item(
		'events',
		__( 'Messages about you to the Wayfinder service', 'wayfinder' ),
		'event-' . $row->id,
		array(
			__( 'Kind', 'wayfinder' )    => $row->type,
			__( 'Made on', 'wayfinder' ) => $row->created_at . ' UTC',
			__( 'State', 'wayfinder' )   => $states[ $row->state ] ?? $row->state,
		)
	);
}

/**
 * One item of an export.
 *
 * @param string   $group Which group it belongs to.
 * @param string   $label What the group is called.
 * @param string   $id    Which one it is.
 * @param string[] $lines Values by name.
 */
function item( string $group, string $label, string $id, array $lines ): array {
	$data = array();
	foreach ( $lines as $name => $value ) {
		$data[] = array(
			'name'  => $name,
			'value' => $value,
		);
	}

	return array(
		'group_id'    => 'wayfinder-' . $group,
		'group_label' => $label,
		'item_id'     => 'wayfinder-' . $id,
		'data'        => $data,
	);
}

/**
 * Erases all that is kept about a person, at once, and says what is not in our hands.
 *
 * @param string $email Their address.
 * @return array Items_removed, items_retained, messages and done, as WordPress wants it.
 */
function erase( $email ): array {
	$user    = get_user_by( 'email', $email );
	$applied = $user && Journey\told( $user->ID )['application'];
	$outcome = $user ? Erasure\forget( $user->ID ) : 'nothing';

	return array(
		'items_removed'  => 'done' === $outcome,
		'items_retained' => 'failed' === $outcome,
		'messages'       => messages_for( $outcome, $applied ),
		'done'           => true,
	);
}

/**
 * What whoever erases should know.
 *
 * @param string $outcome What Erasure\forget() gave.
 * @param bool   $applied Whether there was an application, and so perhaps a draft about it.
 * @return string[]
 */
function messages_for( string $outcome, bool $applied ): array {
	if ( 'failed' === $outcome ) {
		return array( __( 'Wayfinder could not write to the database. Nothing was erased; please try again.', 'wayfinder' ) );
	}

	return 'nothing' === $outcome ? array() : array_keys(
		array_filter(
			array(
				__( 'Wayfinder: the service is told to forget this person as well. Settings → Wayfinder shows when it was told.', 'wayfinder' ) => true,
				__( 'Wayfinder: a draft or post about their application for a mentor may be on this site. Please look through Posts.', 'wayfinder' ) => $applied,
				__( 'Wayfinder: badges on WordPress.org profiles are not removed from here.', 'wayfinder' ) => Badges\are_on_profiles(),
			)
		)
	);
}

/**
 * Suggests a text for the site's privacy policy.
 */
function suggest_policy(): void {
	$paragraphs = array(
		__( 'You can answer the questions of the contributor orientation without an account. Your answers are then in the address of the page and are not stored with your name.', 'wayfinder' ),
		__( 'We count per day how often the questions were begun and answered, and which teams were shown and followed. We keep these sums only, and nothing that says who it was. Against floods, we keep a code made of your network address, and not the address itself: for two minutes, then until the next visit or the daily clean-up removes it.', 'wayfinder' ),
		__( 'If you log in and keep your result, we store your answers, the teams that fit, whether you would like a mentor, and when you kept it. We keep this until you ask us to erase it or your account is deleted.', 'wayfinder' ),
		__( 'We pass a kept result on to the Wayfinder service, with the id, user name and display name of your account and your language. It grants your badge and takes your application for a mentor.', 'wayfinder' ),
		__( 'When you ask us to erase your data, we erase it here and have the service do the same.', 'wayfinder' ),
	);

	wp_add_privacy_policy_content(
		__( 'Wayfinder', 'wayfinder' ),
		'<p class="privacy-policy-tutorial">' . esc_html__( 'Say here which company or group runs the Wayfinder service that this site is connected to, and where.', 'wayfinder' ) . '</p>'
		. '<p><strong class="privacy-policy-tutorial">' . esc_html__( 'Suggested text:', 'wayfinder' ) . '</strong> '
		. implode( '</p><p>', array_map( 'esc_html', $paragraphs ) ) . '</p>'
	);
}
