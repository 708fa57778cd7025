<?php
/**
 * Settings → Wayfinder → Numbers: how many took the quiz, and how far they went. This file finds the numbers.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Numbers;

use Wayfinder\Contents;
use Wayfinder\Counts;

use function Wayfinder\Schema\counts_table;
use function Wayfinder\Schema\results_table;

const TAB    = 'numbers';
const CHOICE = array( 7, 30, 90, 365 );
const USUAL  = 30;

/**
 * Hooks.
 */
function bootstrap(): void {
	add_filter( 'wayfinder_settings_tabs', __NAMESPACE__ . '\with_tab' );
	add_action( 'admin_post_wayfinder_numbers', __NAMESPACE__ . '\Csv\download' );
}

/**
 * The tabs, with ours.
 *
 * @param array[] $tabs The tabs by name.
 */
function with_tab( $tabs ): array {
	return (array) $tabs + array(
		TAB => array(
			'label' => __( 'Numbers', 'wayfinder' ),
			'print' => __NAMESPACE__ . '\Page\print_page',
		),
	);
}

/**
 * Reads what somebody wants to look at.
 *
 * @param array $given Days and quiz, as they came in.
 * @return array{days: int, quiz: string} Quiz is empty for all of them.
 */
function read_choice( array $given ): array {
	$days = is_scalar( $given['days'] ?? null ) ? (int) $given['days'] : USUAL;
	$quiz = is_string( $given['quiz'] ?? null ) ? $given['quiz'] : '';

	return array(
		'days' => in_array( $days, CHOICE, true ) ? $days : USUAL,
		'quiz' => isset( Contents\all()[ $quiz ] ) ? $quiz : '',
	);
}

/**
 * The numbers of the last days, today among them.
 *
 * @param array $choice As read_choice() gives it.
 * @return array First and last (days in UTC); steps: counts by name; spans: first, last, started, finished of each day,
 *               or of each seven days where there are many; teams: name, shown, handed by slug, the most shown first.
 */
function find( array $choice ): array {
	$first = Counts\today( -( $choice['days'] - 1 ) * DAY_IN_SECONDS );
	$days  = by_day( $first, $choice['quiz'] );
	$teams = by_team( $first, $choice['quiz'] );

	return $choice + array(
		'first' => $first,
		'last'  => Counts\today(),
		'spans' => spans( $days, $choice['days'] ),
		'steps' => array(
			'started'  => array_sum( array_column( $days, 'started' ) ),
			'finished' => array_sum( array_column( $days, 'finished' ) ),
			'handed'   => array_sum( array_column( $teams, 'handed' ) ),
			'kept'     => count_people( $first, $choice['quiz'], 0 ),
			'asked'    => count_people( $first, $choice['quiz'], 1 ),
		),
		'teams' => $teams,
	);
}

/**
 * What the steps of the way are called.
 *
 * @return string[]
 */
function steps(): array {
	return array(
		'started'  => __( 'Began the quiz', 'wayfinder' ),
		'finished' => __( 'Saw a result', 'wayfinder' ),
		'handed'   => __( 'Followed a team’s link', 'wayfinder' ),
		'kept'     => __( 'Kept a result', 'wayfinder' ),
		'asked'    => __( 'Asked for a mentor', 'wayfinder' ),
	);
}

/**
 * How many began and saw a result on each day that has any.
 *
 * @param string $first The first day.
 * @param string $quiz  The quiz's name; empty for all.
 * @return array[] Started and finished by day.
 */
function by_day( string $first, string $quiz ): array {
	$rows = sums_by( 'day', $first, $quiz );
	$days = array();
	foreach ( $rows as $row ) {
		$days[ $row->day ][ $row->kind ] = (int) $row->total;
	}

	return $days;
}

/**
 * How often each team was shown and followed.
 *
 * @param string $first The first day.
 * @param string $quiz  The quiz's name; empty for all.
 * @return array[] Name, shown, handed by slug.
 */
function by_team( string $first, string $quiz ): array {
	$rows  = sums_by( 'team', $first, $quiz );
	$names = team_names();
	$teams = array();
	foreach ( $rows as $row ) {
		$teams[ $row->team ] = $teams[ $row->team ] ?? array(
			'name'   => $names[ $row->team ] ?? $row->team,
			'shown'  => 0,
			'handed' => 0,
		);

		$teams[ $row->team ][ $row->kind ] = (int) $row->total;
	}
	uasort( $teams, static fn( $one, $other ) => array( $other['shown'], $other['handed'], $one['name'] ) <=> array( $one['shown'], $one['handed'], $other['name'] ) );

	return $teams;
}

/**
 * The sums since a day, by kind and by day (of visits) or team (of what was shown and followed).
 *
 * @param string $column Day or team.
 * @param string $first  The first day.
 * @param string $quiz   The quiz's name; empty for all.
 * @return object[] Day or team, kind, total.
 */
function sums_by( string $column, string $first, string $quiz ): array {
	global $wpdb;

	return $wpdb->get_results(
		$wpdb->prepare(
			'SELECT %i, kind, SUM(`count`) AS total FROM %i WHERE day >= %s AND ( team = %s ) = %d AND ( %s = %s OR content = %s ) GROUP BY %i, kind',
			$column,
			counts_table(),
			$first,
			'',
			(int) ( 'day' === $column ),
			$quiz,
			'',
			$quiz,
			$column
		)
	);
}

/**
 * What the teams of all quizzes are called.
 *
 * @return string[] Names by slug.
 */
function team_names(): array {
	$names = array();
	foreach ( array_keys( Contents\all() ) as $quiz ) {
		foreach ( Contents\get( (string) $quiz )['teams'] as $slug => $team ) {
			$names[ $slug ] = $names[ $slug ] ?? (string) ( $team['name'] ?? $slug );
		}
	}

	return $names;
}

/**
 * How many people kept a result; somebody who keeps two is one.
 *
 * @param string $first        The first day.
 * @param string $quiz         The quiz's name; empty for all.
 * @param int    $wants_mentor 1 for those who asked for a mentor.
 */
function count_people( string $first, string $quiz, int $wants_mentor ): int {
	global $wpdb;

	return (int) $wpdb->get_var(
		$wpdb->prepare(
			'SELECT COUNT(DISTINCT user_id) FROM %i WHERE kept_at >= %s AND wants_mentor >= %d AND ( %s = %s OR content = %s )',
			results_table(),
			$first . ' 00:00:00',
			$wants_mentor,
			$quiz,
			'',
			$quiz
		)
	);
}

/**
 * Every day up to today, also those without anybody; seven in one where days would be too many to tell apart.
 *
 * @param array[] $days Started and finished by day.
 * @param int     $many How many days, today the last.
 * @return array[] First, last, started, finished; the oldest first.
 */
function spans( array $days, int $many ): array {
	$width = $many > 31 ? 7 : 1;
	$spans = array();
	for ( $ago = 0; $ago < $many; $ago++ ) {
		$day = Counts\today( -$ago * DAY_IN_SECONDS );
		$at  = intdiv( $ago, $width );

		$spans[ $at ] = array(
			'first'    => $day,
			'last'     => $spans[ $at ]['last'] ?? $day,
			'started'  => ( $spans[ $at ]['started'] ?? 0 ) + ( $days[ $day ]['started'] ?? 0 ),
			'finished' => ( $spans[ $at ]['finished'] ?? 0 ) + ( $days[ $day ]['finished'] ?? 0 ),
		);
	}

	return array_reverse( $spans );
}
