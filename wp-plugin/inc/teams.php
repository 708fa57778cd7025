<?php
/**
 * Teams as cards: what a team does, and how to begin there. And the list of all teams, from which the script takes the
 * cards of a result.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Teams;

use Wayfinder\Icons;
use Wayfinder\Meetings;

const CHAT = 'https://make.wordpress.org/chat/';

/**
 * Prints all teams, paused ones last; folded up until somebody wants to look around.
 *
 * @param array $view As Block\view_of() gives it.
 */
function print_all( array $view ): void {
	$teams  = $view['content']['teams'];
	$paused = array_filter( $teams, __NAMESPACE__ . '\is_paused' );

	printf(
		'<details class="wayfinder-all"><summary>%s</summary><p class="wayfinder-filter" hidden><label for="%2$s-filter">%3$s</label> <input type="search" id="%2$s-filter" autocomplete="off"></p><p class="wayfinder-found" role="status"></p>',
		/* translators: %d: number of teams. */
		esc_html( sprintf( _n( 'All %d team', 'All %d teams', count( $teams ), 'wayfinder' ), count( $teams ) ) ),
		esc_attr( $view['id'] ),
		esc_html__( 'Find a team', 'wayfinder' )
	);

	echo '<ul class="wayfinder-teams" role="list">'; // The role, since without markers some browsers drop it.
	foreach ( by_name( array_diff_key( $teams, $paused ) ) + by_name( $paused ) as $slug => $team ) {
		print_team( (string) $slug, $team, $view['level'] + 1 );
	}
	echo '</ul></details>';
}

/**
 * Sorts teams by name.
 *
 * @param array[] $teams By slug.
 * @return array[]
 */
function by_name( array $teams ): array {
	uasort( $teams, static fn( $one, $other ) => strnatcasecmp( remove_accents( $one['name'] ), remove_accents( $other['name'] ) ) );

	return $teams;
}

/**
 * Prints one team. The script turns the card of "all teams" into that of a result, so both have the same parts.
 *
 * @param string $slug     The team.
 * @param array  $team     As in the content.
 * @param int    $level    Level of its heading.
 * @param string $why      Why it fits; empty outside a result.
 * @param bool   $is_first Whether it is the best one of a result.
 */
function print_team( string $slug, array $team, int $level, string $why = '', bool $is_first = false ): void {
	printf(
		'<li class="wayfinder-team%1$s" data-team="%2$s"><h%3$d>%4$s<span>%5$s</span></h%3$d><p>%6$s</p>%7$s',
		$is_first ? ' is-first' : '',
		esc_attr( $slug ),
		(int) $level,
		Icons\icon( $team['icon'] ?? '' ), // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- ours.
		esc_html( $team['name'] ),
		esc_html( $team['sentence'] ),
		$why ? '<p class="wayfinder-why">' . esc_html( $why ) . '</p>' : ''
	);

	if ( is_paused( $team ) ) {
		printf(
			'<p class="wayfinder-next"><strong>%s</strong> <a href="%s">%s</a></p></li>',
			esc_html__( 'Paused: takes no newcomers now.', 'wayfinder' ),
			esc_url( $team['site'] ),
			/* translators: %s: name of a team. */
			esc_html( sprintf( __( 'The site of %s', 'wayfinder' ), $team['name'] ) )
		);
		return;
	}

	print_first_step( $team, $is_first );
	print_ways_in( $team );
	echo '</li>';
}

/**
 * Whether a team takes nobody now.
 *
 * @param array $team As in the content.
 */
function is_paused( array $team ): bool {
	return 'paused' === ( $team['state'] ?? 'active' );
}

/**
 * Prints the one thing to do first.
 *
 * @param array $team     As in the content.
 * @param bool  $is_first Whether it is the best one of a result.
 */
function print_first_step( array $team, bool $is_first ): void {
	printf(
		'<p class="wayfinder-next"><a href="%s"%s>%s</a></p>',
		esc_url( $team['first_step'] ),
		$is_first ? ' class="wp-element-button"' : '',
		/* translators: %s: name of a team. */
		esc_html( sprintf( __( 'First steps with %s', 'wayfinder' ), $team['name'] ) )
	);
}

/**
 * Prints where to say hello, when the team meets, and what to learn: what is known of it.
 *
 * @param array $team As in the content.
 */
function print_ways_in( array $team ): void {
	$lines = array();

	if ( ! empty( $team['channel'] ) ) {
		$lines[] = sprintf(
			/* translators: 1: name of a chat channel, with #, 2: address that explains the chat. */
			__( 'Say hello in %1$s on Slack (<a href="%2$s">how to join</a>).', 'wayfinder' ),
			esc_html( '#' . ltrim( $team['channel'], '#' ) ),
			esc_url( CHAT )
		);
	}
	if ( ! empty( $team['course'] ) ) {
		$lines[] = sprintf(
			/* translators: %s: address of a course. */
			__( 'Get ready with <a href="%s">a course on Learn WordPress</a>.', 'wayfinder' ),
			esc_url( $team['course'] )
		);
	}

	$meetings = array_slice( Meetings\next_of( $team ), 0, 2 );
	if ( ! $meetings && ! $lines ) {
		return;
	}

	echo '<ul class="wayfinder-ways" role="list">';
	foreach ( $meetings as $index => $meeting ) {
		print_meeting( $meeting, $index > 0 );
	}
	foreach ( $lines as $line ) {
		echo '<li>' . wp_kses( $line, array( 'a' => array( 'href' => array() ) ) ) . '</li>';
	}
	echo '</ul>';
}

/**
 * Prints a meeting, in UTC. The script says it in the visitor's own time, and takes the later one once the first is over.
 *
 * @param array $meeting  At, title, url.
 * @param bool  $is_later Whether another one comes before.
 */
function print_meeting( array $meeting, bool $is_later ): void {
	$at = strtotime( $meeting['at'] );

	printf(
		'<li class="wayfinder-meeting"%s>%s</li>',
		$is_later ? ' hidden' : '',
		wp_kses(
			sprintf(
				/* translators: 1: address of a meeting, 2: its day and time. */
				__( 'Next meeting: <a href="%1$s">%2$s</a>.', 'wayfinder' ),
				esc_url( $meeting['url'] ),
				/* translators: %s: day and time, such as "Thu 3 Dec, 16:00". */
				sprintf( '<time datetime="%s">%s</time>', esc_attr( $meeting['at'] ), esc_html( sprintf( __( '%s UTC', 'wayfinder' ), wp_date( __( 'D j M, H:i', 'wayfinder' ), $at, new \DateTimeZone( 'UTC' ) ) ) ) )
			),
			array(
				'a'    => array( 'href' => array() ),
				'time' => array( 'datetime' => array() ),
			)
		)
	);
}
