<?php
/**
 * The table of a quiz's teams: how often each is recommended, and the button to pause it.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Settings\Quiz\Teams;

use Wayfinder\Contents;
use Wayfinder\ContentShares;
use Wayfinder\ContentWords;
use Wayfinder\Icons;
use Wayfinder\Orientation;
use Wayfinder\Settings;
use Wayfinder\Settings\Quiz;

/**
 * The shares of a quiz's teams, counted once for each set of weights: texts do not change them.
 *
 * @param array $content The quiz.
 */
function shares_of( array $content ): array {
	$weights = array( Orientation\compact( $content ), ContentShares\asked( $content ) );
	$key     = 'wayfinder_shares_' . md5( \Wayfinder\VERSION . wp_json_encode( $weights ) );
	$shares  = get_transient( $key );

	if ( ! is_array( $shares ) ) {
		$shares = ContentShares\shares( $content );
		set_transient( $key, $shares, MONTH_IN_SECONDS );
	}

	return $shares;
}

/**
 * Over which sheets was counted, in words.
 *
 * @param array $shares As shares_of() gives them.
 */
function counted_over( array $shares ): string {
	return $shares['sheets'] === $shares['all']
		/* translators: %s: a number. */
		? sprintf( __( 'Counted over all %s ways to give one answer in each step.', 'wayfinder' ), number_format_i18n( $shares['all'] ) )
		/* translators: 1: a number, 2: a larger number. */
		: sprintf( __( 'Counted over %1$s of the %2$s ways to give one answer in each step, the same each time.', 'wayfinder' ), number_format_i18n( $shares['sheets'] ), number_format_i18n( $shares['all'] ) );
}

/**
 * The head above how often a team is the first one.
 *
 * @param array      $shares As shares_of() gives them.
 * @param array|null $before Those of another quiz that stands before an arrow; null for none.
 */
function first_on( array $shares, ?array $before = null ): string {
	$of = number_format_i18n( $shares['sheets'] );
	if ( $before && $before['sheets'] !== $shares['sheets'] ) {
		$of = number_format_i18n( $before['sheets'] ) . ' → ' . $of;
	}

	/* translators: %s: how many results were looked at. */
	return sprintf( __( 'First on (of %s)', 'wayfinder' ), $of );
}

/**
 * Prints what is odd about a quiz: as a warning, or calmly what came with the plugin and is nobody's fault here.
 *
 * @param array $content The quiz.
 * @param array $shares  Its shares.
 */
function print_oddities( array $content, array $shares ): void {
	$odd  = oddities_of( $content, $shares );
	$came = array();
	if ( Contents\OWN === $content['name'] && $odd ) {
		$own  = Contents\plugins_own();
		$came = array_map( 'wp_json_encode', oddities_of( $own, shares_of( $own ) ) );
	}
	$caused = array_filter( $odd, static fn( $one ) => ! in_array( wp_json_encode( $one ), $came, true ) );
	$known  = array_diff_key( $odd, $caused );

	if ( $caused ) {
		echo '<div class="notice notice-warning inline"><p>' . esc_html__( 'It works, and this is worth a look:', 'wayfinder' ) . '</p>';
		print_sentences( ContentWords\sentences_about( $caused, $content ) );
		echo '</div>';
	}
	if ( $known ) {
		echo '<div class="wayfinder-aside"><p>' . esc_html__( 'Good to know about the plugin’s own questions; there is nothing to do:', 'wayfinder' ) . '</p>';
		print_sentences( ContentWords\sentences_about( $known, $content ) );
		echo '</div>';
	}
}

/**
 * What is odd about a quiz.
 *
 * @param array $content The quiz.
 * @param array $shares  Its shares.
 */
function oddities_of( array $content, array $shares ): array {
	return ContentShares\oddities( $content, $shares, array_keys( Icons\shapes() ) );
}

/**
 * Prints sentences as a list.
 *
 * @param string[] $sentences HTML.
 */
function print_sentences( array $sentences ): void {
	echo '<ul class="ul-disc"><li>' . implode( '</li><li>', $sentences ) . '</li></ul>'; // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- ContentWords escapes them.
}

/**
 * Prints the table.
 *
 * @param array $content  The quiz.
 * @param array $shares   Its shares.
 * @param int   $revision The version that is shown.
 */
function print_teams( array $content, array $shares, int $revision ): void {
	$heads = array( __( 'Team', 'wayfinder' ), __( 'State', 'wayfinder' ), __( 'On results', 'wayfinder' ), first_on( $shares ), __( 'Named by answers', 'wayfinder' ), '' );

	Quiz\print_table_start( 'wayfinder-shares', $heads, __( 'Whom this quiz recommends.', 'wayfinder' ) . ' ' . counted_over( $shares ) );
	foreach ( $content['teams'] as $slug => $team ) {
		$count = $shares['teams'][ $slug ] ?? null;
		printf(
			'<tr%s><th scope="row"><span class="wayfinder-subject">%s<span>%s</span></span></th><td data-label="%s">%s</td>',
			$count ? '' : ' class="wayfinder-paused"',
			Icons\icon( (string) $team['icon'] ), // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- our own drawings.
			esc_html( $team['name'] ),
			esc_attr( $heads[1] ),
			$count ? esc_html__( 'Active', 'wayfinder' ) : esc_html__( 'Paused', 'wayfinder' )
		);
		print_counts( $count, $shares, $heads );
		echo '<td class="wayfinder-do">';
		Settings\print_offer( offer( $content['name'], (string) $slug, $team, $revision ) );
		echo '</td></tr>';
	}
	echo '</tbody></table>';
}

/**
 * Prints a team's counts.
 *
 * @param array|null $count  Shown, first, named; null for a paused team.
 * @param array      $shares All shares.
 * @param string[]   $heads  What the columns are called.
 */
function print_counts( ?array $count, array $shares, array $heads ): void {
	if ( ! $count ) {
		echo '<td class="wayfinder-none"></td><td class="wayfinder-none"></td><td class="wayfinder-none"></td>';
		return;
	}

	$most = max( 1, ...array_column( $shares['teams'], 'shown' ) );
	printf(
		'<td data-label="%1$s" class="wayfinder-share"><span class="wayfinder-bar" style="inline-size:%2$F%%"></span><span>%3$s</span></td><td data-label="%4$s">%5$s</td><td data-label="%6$s">%7$s</td>',
		esc_attr( $heads[2] ),
		(float) round( 60 * $count['shown'] / $most, 2 ), // The label stands beside the longest bar.
		esc_html( percent( $count['shown'], $shares['sheets'] ) ),
		esc_attr__( 'First on', 'wayfinder' ), // A card on a phone is narrow; the caption says of how many.
		esc_html( number_format_i18n( $count['first'] ) ),
		esc_attr( $heads[4] ),
		esc_html( number_format_i18n( $count['named'] ) )
	);
}

/**
 * A share in words.
 *
 * @param int $part  So many.
 * @param int $whole Of so many.
 */
function percent( int $part, int $whole ): string {
	/* translators: %s: a number. */
	return sprintf( __( '%s %%', 'wayfinder' ), number_format_i18n( 100 * $part / max( 1, $whole ), 1 ) );
}

/**
 * The button that pauses a team or makes it active again.
 *
 * @param string $name     The quiz's name.
 * @param string $slug     The team.
 * @param array  $team     Its fields.
 * @param int    $revision The version that is shown.
 */
function offer( string $name, string $slug, array $team, int $revision ): array {
	$is_active = 'active' === $team['state'];
	$label     = $is_active ? __( 'Pause', 'wayfinder' ) : __( 'Resume', 'wayfinder' );
	$described = Quiz\asked( 'team' ) === $slug ? array( 'described_by' => 'wayfinder-said' ) : array(); // It has the focus now.

	return $described + array(
		'action' => 'quiz_state',
		'fields' => array(
			'quiz'     => $name,
			'team'     => $slug,
			'state'    => $is_active ? 'paused' : 'active',
			'revision' => $revision,
		),
		'label'  => $label,
		'name'   => $label . ': ' . $team['name'],
		'id'     => id_of( $slug ),
	);
}

/**
 * The button that undoes what offer() did; not the way to the former version, which may be before several such clicks.
 *
 * @param string $name     The quiz's name.
 * @param string $slug     The team.
 * @param array  $team     Its fields, as they are now.
 * @param int    $revision The version that is live now.
 */
function undo( string $name, string $slug, array $team, int $revision ): array {
	$offer = offer( $name, $slug, $team, $revision );

	return array(
		'action' => $offer['action'],
		'fields' => $offer['fields'] + array( 'undo' => 1 ),
		'label'  => __( 'Undo', 'wayfinder' ),
		/* translators: %s: a team. */
		'name'   => sprintf( 'paused' === $team['state'] ? __( 'Undo: resume %s', 'wayfinder' ) : __( 'Undo: pause %s', 'wayfinder' ), $team['name'] ),
	);
}

/**
 * The id of a team's button.
 *
 * @param string $slug The team.
 */
function id_of( string $slug ): string {
	return 'wayfinder-team-' . $slug;
}
