<?php
/**
 * What a person may see of their own way: the kept result, the application, the badges. And the words for it.
 *
 * The service writes the application's state here, with a version that only grows.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Journey;

use Wayfinder\Badges;
use Wayfinder\Contents;
use Wayfinder\Copy;
use Wayfinder\Outbox;
use Wayfinder\Results;

const META  = 'wayfinder_journey';
const BADGE = 'contributor-orientation';

/**
 * A person's journey.
 *
 * @param int $user_id The person.
 * @return array Result (or null), application (or null), badges, is_settled, words.
 */
function of( int $user_id ): array {
	$result  = Results\latest( $user_id );
	$event   = $result ? Outbox\find_event( $result['event'] ) : null;
	$journey = array(
		'result'      => $result ? $result + array( 'delivery' => $event ? $event->state : 'delivered' ) : null,
		'application' => told( $user_id )['application'],
		'badges'      => Badges\of( $user_id ),
	);

	return $journey + array(
		'is_settled' => is_settled( $journey ),
		'words'      => $result ? words_for( $journey ) : null,
	);
}

/**
 * What the service told us last.
 *
 * @param int $user_id The person.
 * @return array Version (0 when it told nothing), application.
 */
function told( int $user_id ): array {
	$told = get_user_option( META, $user_id );

	return is_array( $told ) && isset( $told['version'] ) ? $told : array(
		'version'     => 0,
		'application' => null,
	);
}

/**
 * Writes down what the service tells, if it is newer than what we have.
 *
 * @param int        $user_id     The person.
 * @param int        $version     Grows with every change.
 * @param array|null $application State, submitted_at, teams.
 * @return array What is stored now.
 */
function tell( int $user_id, int $version, ?array $application ): array {
	$key = $GLOBALS['wpdb']->get_blog_prefix() . META;
	$new = array(
		'version'     => $version,
		'application' => $application,
	);

	// Written only over what was read: of two calls at once, the later version stays.
	for ( $try = 0; $try < 3 && told( $user_id )['version'] < $version; $try++ ) {
		$old = told( $user_id );
		if ( 0 === $old['version'] ) {
			add_user_meta( $user_id, $key, $new, true );
		} else {
			update_user_meta( $user_id, $key, $new, $old );
		}
		wp_cache_delete( $user_id, 'user_meta' );
	}

	return told( $user_id );
}

/**
 * Whether nothing more is on its way.
 *
 * @param array $journey Result, application, badges.
 */
function is_settled( array $journey ): bool {
	$result = $journey['result'];

	return ! $result || ( has_badge( $journey ) && ( ! $result['wants_mentor'] || $journey['application'] ) );
}

/**
 * Whether the orientation badge is there.
 *
 * @param array $journey Result, application, badges.
 */
function has_badge( array $journey ): bool {
	return in_array( BADGE, wp_list_pluck( $journey['badges'], 'slug' ), true );
}

/**
 * The journey as lines of text.
 *
 * @param array $journey Result, application, badges.
 * @return array[] By part (result, badge, application): state (done, waiting) and text.
 */
function words_for( array $journey ): array {
	$is_delivered = 'delivered' === $journey['result']['delivery'];
	$is_connected = $is_delivered || Copy\may_send();
	$has_badge    = has_badge( $journey );
	$words        = array(
		'result' => line( true, __( 'Your result is kept.', 'wayfinder' ) ),
		'badge'  => line(
			$has_badge,
			$has_badge ? __( 'Your profile shows the badge Contributor Orientation.', 'wayfinder' )
				: badge_to_come( $is_delivered, $is_connected )
		),
	);

	if ( $journey['application'] ) {
		$words['application'] = line( true, words_for_application( $journey['application'], $journey['result']['content'] ) );
	} elseif ( $journey['result']['wants_mentor'] ) {
		$words['application'] = line( false, $is_connected ? __( 'Your application for a mentor is on its way.', 'wayfinder' ) : __( 'Your application for a mentor is sent then, too.', 'wayfinder' ) );
	}

	return $words;
}

/**
 * What to say of a badge that is not there yet.
 *
 * @param bool $is_delivered Whether the service has the result.
 * @param bool $is_connected Whether there is a service.
 */
function badge_to_come( bool $is_delivered, bool $is_connected ): string {
	if ( ! $is_connected ) {
		return __( 'Your badge comes as soon as this site is connected to the program.', 'wayfinder' );
	}

	return $is_delivered ? __( 'Your badge is on its way.', 'wayfinder' ) : __( 'Your badge is on its way. It can take a while, you do not have to wait here.', 'wayfinder' );
}

/**
 * An application's state in words. Teams are named as the visitor knows them.
 *
 * @param array  $application State, submitted_at, teams.
 * @param string $quiz        The name of the quiz that knows the teams.
 */
function words_for_application( array $application, string $quiz ): string {
	$teams = Contents\get( $quiz )['teams'];
	$names = array();
	foreach ( $application['teams'] as $slug ) { // In the application's order: the best one first.
		$names[] = $teams[ $slug ]['name'] ?? $slug;
	}

	$state = 'submitted' === $application['state'] ? __( 'Your application for a mentor is in.', 'wayfinder' ) : sprintf(
		/* translators: %s: the state of an application, as the service calls it. */
		__( 'Your application for a mentor: %s.', 'wayfinder' ),
		str_replace( array( '_', '-' ), ' ', $application['state'] )
	);

	/* translators: %s: names of teams. */
	return $state . ( $names ? ' ' . sprintf( __( 'Teams: %s.', 'wayfinder' ), implode( ', ', $names ) ) : '' );
}

/**
 * One line.
 *
 * @param bool   $is_done Whether it is there already.
 * @param string $text    The words.
 */
function line( bool $is_done, string $text ): array {
	return array(
		'state' => $is_done ? 'done' : 'waiting',
		'text'  => $text,
	);
}
