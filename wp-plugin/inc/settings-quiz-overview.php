<?php
/**
 * The overview of the tab "Quiz": which quizzes there are, and everything that one of them holds.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Settings\Quiz\Overview;

use Wayfinder\Contents;
use Wayfinder\ContentStore;
use Wayfinder\Orientation;
use Wayfinder\Settings;
use Wayfinder\Settings\Quiz;
use Wayfinder\Settings\Quiz\Teams;

/**
 * Prints the overview.
 *
 * @param string $name The quiz to show.
 */
function print_overview( string $name ): void {
	printf(
		'<div class="wayfinder-head"><h2>%s</h2><a class="button" href="%s">%s</a></div>',
		esc_html__( 'Quizzes of this site', 'wayfinder' ),
		esc_url( Quiz\address( '', 'import' ) ),
		esc_html__( 'Add a quiz', 'wayfinder' )
	);
	print_quizzes( $name );
	print_standard();
	print_gone();
	print_quiz( $name );
}

/**
 * Prints the list of quizzes.
 *
 * @param string $shown The one that is shown below.
 */
function print_quizzes( string $shown ): void {
	$heads = array( __( 'Quiz', 'wayfinder' ), __( 'Holds', 'wayfinder' ), __( 'Last change', 'wayfinder' ) );

	Quiz\print_table_start( 'wayfinder-list', $heads, __( 'Quizzes of this site', 'wayfinder' ), false );
	foreach ( Contents\all() as $name => $title ) {
		$name   = (string) $name;
		$latest = ContentStore\former( $name )[0] ?? null;
		printf(
			'<tr><th scope="row"><a href="%s"%s>%s</a> <code>%s</code>%s</th><td data-label="%s">%s</td><td data-label="%s">%s</td></tr>',
			esc_url( Quiz\address( $name ) ),
			$shown === $name ? ' aria-current="true"' : '',
			esc_html( $title ),
			esc_html( $name ),
			Contents\standard() === $name ? ' <span class="wayfinder-tag">' . esc_html__( 'shown where a block chooses none', 'wayfinder' ) . '</span>' : '',
			esc_attr( $heads[1] ),
			esc_html( sizes( Contents\find( $name ) ) ),
			esc_attr( $heads[2] ),
			$latest ? Quiz\when_and_who( $latest ) . '<br>' . esc_html( $latest['what'] ) : esc_html__( 'As it came with the plugin', 'wayfinder' ) // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- escaped there.
		);
	}
	echo '</tbody></table>';
}

/**
 * How much a quiz holds, in words.
 *
 * @param array $content The quiz.
 */
function sizes( array $content ): string {
	/* translators: 1: number of steps, 2: number of answers, 3: number of teams. */
	return sprintf( __( 'Steps: %1$d. Answers: %2$d. Active teams: %3$d.', 'wayfinder' ), count( $content['steps'] ), count( Orientation\options( $content ) ), count( Orientation\compact( $content )['teams'] ) );
}

/**
 * Prints the choice of the standard quiz, where there is one.
 */
function print_standard(): void {
	if ( count( Contents\all() ) < 2 ) {
		return;
	}

	Settings\print_form_start( 'quiz_standard' );
	printf( '<p class="wayfinder-standard"><label for="wayfinder-standard">%s</label> <select id="wayfinder-standard" name="quiz">', esc_html__( 'Show this quiz where a block does not choose one', 'wayfinder' ) );
	foreach ( Contents\all() as $name => $title ) {
		printf( '<option value="%s"%s>%s</option>', esc_attr( $name ), selected( Contents\standard(), (string) $name, false ), esc_html( $title ) );
	}
	printf( '</select> <button type="submit" class="button">%s</button></p></form>', esc_html__( 'Save', 'wayfinder' ) );
}

/**
 * Prints which quizzes were deleted and can be brought back.
 */
function print_gone(): void {
	$links = array();
	foreach ( ContentStore\gone() as $name => $title ) {
		$links[] = sprintf( '<a href="%s">%s</a>', esc_url( Quiz\address( (string) $name, 'former' ) ), esc_html( $title ) );
	}
	if ( $links ) {
		echo '<p>' . esc_html__( 'Deleted, and kept for a while:', 'wayfinder' ) . ' ' . implode( ', ', $links ) . '</p>'; // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- escaped above.
	}
}

/**
 * Prints one quiz: what can be done with it, its teams with their shares, its questions.
 *
 * @param string $name The quiz's name.
 */
function print_quiz( string $name ): void {
	$content = Contents\find( $name );
	$changes = ContentStore\record( $name )['changes'] ?? array();

	printf( '<div class="wayfinder-head" id="wayfinder-quiz"><h2>%s</h2>', esc_html( $content['title'] ) );
	printf( '<a class="button button-primary" href="%s">%s</a>', esc_url( Quiz\address( $name, 'edit' ) ), esc_html__( 'Edit texts', 'wayfinder' ) );
	printf( '<a class="button" href="%s">%s</a>', esc_url( wp_nonce_url( admin_url( 'admin-post.php?action=wayfinder_quiz_export&quiz=' . $name ), 'wayfinder_quiz_export' ) ), esc_html__( 'Export as JSON', 'wayfinder' ) );
	printf( '<a class="button" href="%s">%s</a>', esc_url( Quiz\address( $name, 'former' ) ), esc_html__( 'Former versions', 'wayfinder' ) );
	if ( Contents\OWN !== $name ) {
		printf( '<a class="button wayfinder-danger" href="%s">%s</a>', esc_url( Quiz\address( $name, 'delete' ) ), esc_html__( 'Delete', 'wayfinder' ) );
	}
	echo '</div>';

	if ( $changes ) {
		/* translators: %d: number of texts. */
		echo '<p>' . esc_html( sprintf( _n( '%d text or state is this site’s own; the rest comes with the plugin, in the visitor’s language.', '%d texts and states are this site’s own; the rest comes with the plugin, in the visitor’s language.', count( $changes ), 'wayfinder' ), count( $changes ) ) ) . '</p>';
	}
	if ( has_filter( 'wayfinder_orientation_content' ) ) {
		echo '<p>' . esc_html__( 'Another plugin or the theme changes quizzes when they are shown. This page shows them as they are kept.', 'wayfinder' ) . '</p>';
	}

	$shares = Teams\shares_of( $content );
	Teams\print_oddities( $content, $shares );
	Teams\print_teams( $content, $shares, ContentStore\revision( $name ) );
	echo '<h3>' . esc_html__( 'Questions and answers', 'wayfinder' ) . '</h3>';
	print_steps( $content );
}

/**
 * Prints the questions, each with its answers and where they lead.
 *
 * @param array $content The quiz.
 */
function print_steps( array $content ): void {
	foreach ( $content['steps'] as $index => $step ) {
		printf(
			'<details class="wayfinder-part"><summary>%s</summary>',
			/* translators: 1: number of a step, 2: its question. */
			esc_html( sprintf( __( 'Step %1$d: %2$s', 'wayfinder' ), $index + 1, $step['question'] ) )
		);
		$heads = array( __( 'Answer', 'wayfinder' ), __( '“Because you chose …”', 'wayfinder' ), __( 'Leads to', 'wayfinder' ) );
		Quiz\print_table_start( '', $heads, $step['title'], false );
		foreach ( $step['options'] as $option ) {
			printf(
				'<tr><th scope="row">%s<br><code>%s</code></th><td data-label="%s">%s</td><td data-label="%s">%s</td></tr>',
				esc_html( $option['label'] ),
				esc_html( $option['id'] ),
				esc_attr( $heads[1] ),
				esc_html( $option['short'] ),
				esc_attr( $heads[2] ),
				esc_html( leads_to( $option, $content['teams'] ) )
			);
		}
		echo '</tbody></table></details>';
	}
}

/**
 * The teams an answer leads to, with their points.
 *
 * @param array   $option The option.
 * @param array[] $teams  All teams.
 */
function leads_to( array $option, array $teams ): string {
	$words = array();
	foreach ( $option['teams'] as $slug => $weight ) {
		/* translators: 1: a team, 2: points. */
		$words[] = sprintf( __( '%1$s (%2$d)', 'wayfinder' ), $teams[ $slug ]['name'] ?? $slug, $weight );
	}

	return implode( ', ', $words );
}
