<?php
/**
 * The preview of a checked quiz: what it changes, whom it would recommend, and what visitors would read.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Settings\Quiz\Preview;

use Wayfinder\ContentPatch;
use Wayfinder\Icons;
use Wayfinder\Orientation;
use Wayfinder\Quiz as Page;
use Wayfinder\Settings;
use Wayfinder\Settings\Quiz;
use Wayfinder\Settings\Quiz\Import;
use Wayfinder\Settings\Quiz\Overview;
use Wayfinder\Settings\Quiz\Teams;

/**
 * Prints the preview of this person's draft.
 */
function print_preview(): void {
	$draft = Import\draft();
	if ( ! $draft ) {
		echo '<h2>' . esc_html__( 'Preview', 'wayfinder' ) . '</h2><p>' . esc_html__( 'There is no quiz to look at. A checked file is kept for a day.', 'wayfinder' ) . '</p>';
		printf( '<p><a class="button" href="%s">%s</a></p>', esc_url( Quiz\address( '', 'import' ) ), esc_html__( 'Add a quiz', 'wayfinder' ) );
		return;
	}

	$after  = $draft['content'];
	$before = Import\replaced( $draft );

	/* translators: %s: a quiz's title. */
	echo '<h2>' . esc_html( sprintf( __( 'Preview of “%s”', 'wayfinder' ), $after['title'] ) ) . '</h2>';
	echo '<p>' . esc_html( $before
		/* translators: %s: a quiz's name. */
		? sprintf( __( 'The file is in order. It would replace the quiz “%s”. Nothing is live yet.', 'wayfinder' ), $after['name'] )
		/* translators: %s: a quiz's name. */
		: sprintf( __( 'The file is in order. It would be a further quiz, by the name “%s”. Nothing is live yet.', 'wayfinder' ), $after['name'] ) ) . '</p>';
	print_buttons( $draft );

	if ( $before ) {
		print_changes( $before, $after );
	}
	Teams\print_oddities( $after, Teams\shares_of( $after ) );
	print_shares( $before, $after );
	print_first_step( $after );
	echo '<h3>' . esc_html__( 'All questions and answers', 'wayfinder' ) . '</h3>';
	Overview\print_steps( $after );
}

/**
 * Prints the two ways on.
 *
 * @param array $draft The draft.
 */
function print_buttons( array $draft ): void {
	$fields = array(
		'revision' => $draft['revision'],
		'draft'    => Import\mark_of( $draft ),
	);

	echo '<div class="wayfinder-buttons">';
	foreach ( array( 'use' => __( 'Use this quiz', 'wayfinder' ), 'discard' => __( 'Discard', 'wayfinder' ) ) as $action => $label ) { // phpcs:ignore WordPress.Arrays
		$offer = array(
			'action' => 'quiz_' . $action,
			'fields' => $fields,
			'label'  => $label,
		);
		Settings\print_offer( $offer, 'use' === $action ? 'button button-primary' : 'button' );
	}
	echo '</div>';
}

/**
 * Prints what changes against the quiz that is replaced.
 *
 * @param array $before The quiz that is live.
 * @param array $after  The draft.
 */
function print_changes( array $before, array $after ): void {
	echo '<h3>' . esc_html__( 'What changes', 'wayfinder' ) . '</h3>';

	$lines = changes_in_words( $before, $after );
	$texts = array_filter( ContentPatch\differences( $before, $after ), static fn( $place ) => '.state' !== substr( $place, -6 ), ARRAY_FILTER_USE_KEY );
	if ( ! $lines && ! $texts ) {
		echo '<p>' . esc_html__( 'Nothing: this is what is live already.', 'wayfinder' ) . '</p>';
		return;
	}

	if ( $lines ) {
		echo '<ul class="ul-disc"><li>' . implode( '</li><li>', array_map( 'esc_html', $lines ) ) . '</li></ul>'; // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- escaped right there.
	}
	if ( ! $texts ) {
		return;
	}

	$heads = array( __( 'Text', 'wayfinder' ), __( 'Now', 'wayfinder' ), __( 'Then', 'wayfinder' ) );
	/* translators: %d: number of texts. */
	Quiz\print_table_start( '', $heads, sprintf( _n( '%d text changes.', '%d texts change.', count( $texts ), 'wayfinder' ), count( $texts ) ) );
	foreach ( $texts as $place => $pair ) {
		printf( '<tr><th scope="row"><code>%s</code></th><td data-label="%s"><del>%s</del></td><td data-label="%s"><ins>%s</ins></td></tr>', esc_html( $place ), esc_attr( $heads[1] ), esc_html( (string) $pair[0] ), esc_attr( $heads[2] ), esc_html( (string) $pair[1] ) );
	}
	echo '</tbody></table>';
}

/**
 * What changes apart from texts.
 *
 * @param array $before The quiz that is live.
 * @param array $after  The draft.
 * @return string[]
 */
function changes_in_words( array $before, array $after ): array {
	$names  = array_map( static fn( $team ) => $team['name'], $before['teams'] + $after['teams'] );
	$state  = static fn( $quiz, $wanted ) => array_filter( $quiz['teams'], static fn( $team ) => $wanted === $team['state'] );
	$was    = Orientation\options( $before );
	$is     = Orientation\options( $after );
	$moved  = array_filter( array_intersect_key( $is, $was ), static fn( $option ) => $option['teams'] !== $was[ $option['id'] ]['teams'] );
	$groups = array(
		/* translators: %s: a list. */
		array( __( 'New teams: %s', 'wayfinder' ), array_intersect_key( $names, array_diff_key( $after['teams'], $before['teams'] ) ) ),
		/* translators: %s: a list. */
		array( __( 'Teams that go: %s', 'wayfinder' ), array_intersect_key( $names, array_diff_key( $before['teams'], $after['teams'] ) ) ),
		/* translators: %s: a list. */
		array( __( 'Paused: %s', 'wayfinder' ), array_intersect_key( $names, $state( $before, 'active' ), $state( $after, 'paused' ) ) ),
		/* translators: %s: a list. */
		array( __( 'Active again: %s', 'wayfinder' ), array_intersect_key( $names, $state( $before, 'paused' ), $state( $after, 'active' ) ) ),
		/* translators: %s: a list. */
		array( __( 'New answers: %s', 'wayfinder' ), array_keys( array_diff_key( $is, $was ) ) ),
		/* translators: %s: a list. */
		array( __( 'Answers that go: %s', 'wayfinder' ), array_keys( array_diff_key( $was, $is ) ) ),
		/* translators: %s: a list. */
		array( __( 'Answers that lead elsewhere or give other points: %s', 'wayfinder' ), array_keys( $moved ) ),
	);

	$lines = array();
	foreach ( $groups as $group ) {
		if ( $group[1] ) {
			$lines[] = sprintf( $group[0], implode( ', ', $group[1] ) );
		}
	}
	if ( $before['title'] !== $after['title'] ) {
		/* translators: 1: a title, 2: another. */
		$lines[] = sprintf( __( 'Title: “%1$s” becomes “%2$s”', 'wayfinder' ), $before['title'], $after['title'] );
	}

	return $lines;
}

/**
 * Prints whom the quiz recommends, now and then.
 *
 * @param array|null $before The quiz that is live; null for none.
 * @param array      $after  The draft.
 */
function print_shares( ?array $before, array $after ): void {
	$then  = Teams\shares_of( $after );
	$now   = $before ? Teams\shares_of( $before ) : null;
	$heads = array( __( 'Team', 'wayfinder' ), __( 'On results', 'wayfinder' ), Teams\first_on( $then, $now ), __( 'Named by answers', 'wayfinder' ) );

	echo '<h3>' . esc_html__( 'Whom it recommends', 'wayfinder' ) . '</h3>';
	$caption = Teams\counted_over( $then ) . ( $now ? ' ' . __( 'Before the arrow: the quiz that is live.', 'wayfinder' ) : '' );
	Quiz\print_table_start( '', $heads, $caption );
	foreach ( $after['teams'] + ( $before['teams'] ?? array() ) as $slug => $team ) {
		printf( '<tr><th scope="row"><span class="wayfinder-subject">%s<span>%s</span></span></th>', Icons\icon( (string) $team['icon'] ), esc_html( $team['name'] ) ); // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- our own drawings.
		foreach ( array( 'shown', 'first', 'named' ) as $index => $key ) {
			printf( '<td data-label="%s">%s</td>', esc_attr( $heads[ $index + 1 ] ), esc_html( now_and_then( $now, $then, $slug, $key ) ) );
		}
		echo '</tr>';
	}
	echo '</tbody></table>';
}

/**
 * One count of a team, now and then; one only where both are the same.
 *
 * @param array|null $now  Shares of what is live; null for none.
 * @param array      $then Shares of the draft.
 * @param int|string $slug The team.
 * @param string     $key  Shown, first or named.
 */
function now_and_then( ?array $now, array $then, $slug, string $key ): string {
	$words = static function ( ?array $shares ) use ( $slug, $key ): string {
		$count = $shares['teams'][ $slug ][ $key ] ?? null;
		if ( null === $count ) {
			return '—';
		}
		return 'shown' === $key ? Teams\percent( $count, $shares['sheets'] ) : number_format_i18n( $count );
	};

	$is = $words( $then );

	return ! $now || $words( $now ) === $is ? $is : $words( $now ) . ' → ' . $is;
}

/**
 * Prints the first step as visitors would see it, not to be filled in.
 *
 * @param array $content The checked quiz.
 */
function print_first_step( array $content ): void {
	$view = array(
		'id'      => 'wayfinder-preview',
		'level'   => 4,
		'content' => $content,
		'answers' => array(),
		'step'    => 1,
	);

	echo '<h3>' . esc_html__( 'The first step', 'wayfinder' ) . '</h3><div class="wp-block-wayfinder-orientation wayfinder-sample" inert>';
	$steps = Orientation\steps( $content );
	Page\print_step( $view, $steps[0], 1, count( $steps ) );
	echo '</div>';
}
