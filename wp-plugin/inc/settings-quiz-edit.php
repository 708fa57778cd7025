<?php
/**
 * Editing the texts of a quiz: one form for each step and each team, so that little is lost when two people edit.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Settings\Quiz\Edit;

use Wayfinder\Contents;
use Wayfinder\ContentFields;
use Wayfinder\ContentPatch;
use Wayfinder\ContentStore;
use Wayfinder\ContentWords;
use Wayfinder\Settings;
use Wayfinder\Settings\Quiz;

/**
 * The parts of a quiz, each with what it is called.
 *
 * @param array $content The quiz.
 * @return array<string, string> "quiz" (the title of a further quiz), "steps.{id}", "teams.{slug}".
 */
function parts( array $content ): array {
	$parts = Contents\OWN === $content['name'] ? array() : array( 'quiz' => __( 'The quiz’s title', 'wayfinder' ) );

	foreach ( $content['steps'] as $index => $step ) {
		/* translators: 1: number of a step, 2: its title. */
		$parts[ 'steps.' . $step['id'] ] = sprintf( __( 'Step %1$d: %2$s', 'wayfinder' ), $index + 1, $step['title'] );
	}
	foreach ( $content['teams'] as $slug => $team ) {
		$parts[ 'teams.' . $slug ] = $team['name'];
	}

	return $parts;
}

/**
 * The texts of one part, as they are.
 *
 * @param array  $content The quiz.
 * @param string $part    A key of parts().
 * @return array<string, string|null> By place.
 */
function texts_of( array $content, string $part ): array {
	if ( 'quiz' === $part ) {
		return array( 'title' => $content['title'] );
	}

	$starts = array( $part . '.' );
	foreach ( $content['steps'] as $step ) {
		if ( 'steps.' . $step['id'] === $part ) {
			foreach ( $step['options'] as $option ) {
				$starts[] = 'options.' . $option['id'] . '.';
			}
		}
	}

	return array_filter(
		ContentPatch\texts( $content ),
		static fn( $place ) => in_array( substr( $place, 0, strrpos( $place, '.' ) + 1 ), $starts, true ) && '.state' !== substr( $place, -6 ),
		ARRAY_FILTER_USE_KEY
	);
}

/**
 * Prints the page.
 *
 * @param string $name The quiz's name.
 * @param array  $said What the last action said: errors by place, and typed: part, texts, is_conflict.
 */
function print_edit( string $name, array $said ): void {
	$content = Contents\find( $name );
	$changes = ContentStore\record( $name )['changes'] ?? array();
	$parts   = parts( $content );
	$hidden  = array(
		'quiz'     => $name,
		'revision' => ContentStore\revision( $name ),
		'language' => determine_locale(),
	);
	$open    = $said['typed']['part'] ?? Quiz\asked( 'part' );

	/* translators: %s: a quiz's title. */
	echo '<h2>' . esc_html( sprintf( __( 'Texts of “%s”', 'wayfinder' ), $content['title'] ) ) . '</h2>';
	print_errors( $said['errors'], $content );
	echo '<p>' . esc_html( Contents\OWN === $name
		? __( 'What you change is shown to everyone as you write it, in whatever language they read. What you leave stays translated and comes with the plugin.', 'wayfinder' )
		: __( 'Each part is saved on its own. To add or remove questions and teams, export the quiz, edit the file and import it again.', 'wayfinder' ) ) . '</p>';
	print_reset_all( $hidden, $changes );
	if ( isset( $parts[ $open ] ) && $said['notices'] ) {
		/* translators: %s: a team or step. */
		printf( '<p><a href="#%s">%s</a></p>', esc_attr( id_of( $open ) ), esc_html( sprintf( __( 'To “%s”, where you were', 'wayfinder' ), $parts[ $open ] ) ) );
	}

	$is_team = false;
	foreach ( $parts as $part => $label ) {
		if ( ! $is_team && 0 === strpos( $part, 'teams.' ) ) {
			$is_team = true;
			echo '<h3>' . esc_html__( 'Teams', 'wayfinder' ) . '</h3>';
		}
		print_part( texts_of( $content, (string) $part ), $hidden + array( 'part' => $part ), $label, $open === $part, $open === $part ? $said : array(), $changes );
	}
}

/**
 * Prints what is wrong, on top.
 *
 * @param string[] $errors  By place.
 * @param array    $content The quiz.
 */
function print_errors( array $errors, array $content ): void {
	$lines = array();
	foreach ( $errors as $place => $error ) {
		$name = ContentWords\called( (string) $place, $content );

		$lines[ id_of( (string) $place ) ] = ( '' === $name ? '' : "“{$name}” – " ) . label_of( (string) $place ) . ': ' . $error;
	}

	Quiz\print_summary( __( 'Nothing was saved. Please look at these places:', 'wayfinder' ), $lines );
}

/**
 * Prints the button that takes all of the site's words out of the plugin's quiz, and the form that the buttons at the
 * fields use; it stands by itself, so that Enter in a field never means one of them.
 *
 * @param array $hidden  What the form carries: quiz, revision, language.
 * @param array $changes The site's own texts and states.
 */
function print_reset_all( array $hidden, array $changes ): void {
	$texts = array_filter( array_keys( $changes ), static fn( $place ) => '.state' !== substr( $place, -6 ) );
	if ( ! $texts ) {
		return;
	}

	Settings\print_form_start( 'quiz_reset', $hidden, 'wayfinder-reset' );
	printf( '<button type="submit" class="button">%s</button></form>', esc_html__( 'Back to the plugin’s words everywhere', 'wayfinder' ) );
}

/**
 * Prints one part.
 *
 * @param array  $texts   Its texts, by place.
 * @param array  $hidden  What its form carries: part, quiz, revision, language.
 * @param string $label   What it is called.
 * @param bool   $is_open Whether to show it.
 * @param array  $said    What the last action said of this part.
 * @param array  $changes The site's own texts, by place.
 */
function print_part( array $texts, array $hidden, string $label, bool $is_open, array $said, array $changes ): void {
	$count = count( array_intersect_key( $changes, $texts ) );

	printf( '<details class="wayfinder-part" id="%s"%s><summary>%s', esc_attr( id_of( $hidden['part'] ) ), $is_open ? ' open' : '', esc_html( $label ) );
	if ( $count ) {
		/* translators: %d: number of texts. */
		echo ' <span class="wayfinder-tag">' . esc_html( sprintf( _n( '%d text of this site', '%d texts of this site', $count, 'wayfinder' ), $count ) ) . '</span>';
	}
	echo '</summary>';

	Settings\print_form_start( 'quiz_text', $hidden );
	foreach ( $texts as $place => $text ) {
		print_field( (string) $place, (string) $text, $said, array_key_exists( $place, $changes ) );
	}
	printf( '<p><button type="submit" class="button button-primary">%s</button></p></form></details>', esc_html__( 'Save', 'wayfinder' ) );
}

/**
 * Prints one text, with what is wrong with it, what somebody else wrote meanwhile, and what the plugin has.
 *
 * @param string $place      The place.
 * @param string $text       The text that is kept.
 * @param array  $said       What the last action said of this part.
 * @param bool   $is_changed Whether the text is this site's own.
 */
function print_field( string $place, string $text, array $said, bool $is_changed ): void {
	$id    = id_of( $place );
	$typed = (string) ( $said['typed']['texts'][ $place ] ?? $text );
	$error = $said['errors'][ $place ] ?? '';
	$notes = array();

	if ( $error ) {
		$notes[] = '<strong class="wayfinder-error">' . esc_html( $error ) . '</strong>';
	}
	if ( $typed !== $text && ! empty( $said['typed']['is_conflict'] ) ) {
		/* translators: %s: a text. */
		$notes[] = '<span class="wayfinder-theirs">' . esc_html( sprintf( __( 'Kept now: %s', 'wayfinder' ), '' === $text ? '—' : $text ) ) . '</span>';
	}
	if ( $is_changed ) {
		$own     = (string) ContentPatch\texts( Contents\plugins_own() )[ $place ];
		/* translators: %s: a text. */
		$notes[] = esc_html( sprintf( __( 'The plugin’s words: %s', 'wayfinder' ), '' === $own ? '—' : $own ) );
	}

	print_input( $place, $id, $typed, (bool) $error, (bool) $notes );
	if ( $notes ) {
		printf( '<span class="description" id="%s-notes">%s</span>', esc_attr( $id ), implode( '<br>', $notes ) ); // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- escaped above.
	}
	if ( $is_changed ) {
		printf(
			'<button type="submit" form="wayfinder-reset" name="place" value="%s" class="button-link" aria-label="%s">%s</button>',
			esc_attr( $place ),
			esc_attr( __( 'Back to the plugin’s words', 'wayfinder' ) . ': ' . label_of( $place ) ),
			esc_html__( 'Back to the plugin’s words', 'wayfinder' )
		);
	}
	echo '</p>';
}

/**
 * Prints label and input of a text; long ones get more room.
 *
 * @param string $place     The place.
 * @param string $id        The input's id.
 * @param string $typed     What is in it.
 * @param bool   $is_wrong  Whether something is wrong with it.
 * @param bool   $has_notes Whether notes follow.
 */
function print_input( string $place, string $id, string $typed, bool $is_wrong, bool $has_notes ): void {
	$attributes = sprintf(
		'id="%s" name="text[%s]"%s%s',
		esc_attr( $id ),
		esc_attr( $place ),
		$is_wrong ? ' aria-invalid="true"' : '',
		$has_notes ? ' aria-describedby="' . esc_attr( $id ) . '-notes"' : ''
	);

	printf( '<p class="wayfinder-field"><label for="%s">%s</label>', esc_attr( $id ), esc_html( label_of( $place ) ) );
	if ( preg_match( '/\.(sentence|question|hint)$/', $place ) ) {
		printf( '<textarea rows="2" %s>%s</textarea>', $attributes, esc_textarea( $typed ) ); // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- escaped above.
	} else {
		printf( '<input type="text" %s value="%s">', $attributes, esc_attr( $typed ) ); // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- escaped above.
	}
}

/**
 * The HTML id of a place.
 *
 * @param string $place The place.
 */
function id_of( string $place ): string {
	return 'wayfinder-' . str_replace( '.', '-', $place );
}

/**
 * What a text is called.
 *
 * @param string $place The place.
 */
function label_of( string $place ): string {
	$key    = substr( (string) strrchr( '.' . $place, '.' ), 1 );
	$labels = array(
		'title'      => 0 === strpos( $place, 'steps.' ) ? __( 'Title of the step', 'wayfinder' ) : __( 'Title, which visitors do not see', 'wayfinder' ),
		'question'   => __( 'Question', 'wayfinder' ),
		'hint'       => __( 'Hint under the question (may be empty)', 'wayfinder' ),
		'name'       => __( 'Name', 'wayfinder' ),
		'sentence'   => __( 'What the team does, in one sentence', 'wayfinder' ),
		'site'       => __( 'The team’s site', 'wayfinder' ),
		'first_step' => __( 'The page for a first contribution', 'wayfinder' ),
		'channel'    => __( 'Chat channel, without # (may be empty)', 'wayfinder' ),
		'meetings'   => __( 'Name in the calendar of meetings (may be empty)', 'wayfinder' ),
		'course'     => __( 'Address of a course (may be empty)', 'wayfinder' ),
		/* translators: %s: the id of an answer. */
		'label'      => sprintf( __( 'Answer %s', 'wayfinder' ), substr( $place, 8, -6 ) ),
		/* translators: %s: the id of an answer. */
		'short'      => sprintf( __( 'After “because you chose”, for %s', 'wayfinder' ), substr( $place, 8, -6 ) ),
	);

	return $labels[ $key ] ?? $place;
}

/**
 * Reads the texts of a part from a form: one line each, an empty one is none where that is possible.
 *
 * @param mixed $given What came in, unslashed.
 * @param array $texts The texts that the part has, by place.
 * @return array<string, string|null>
 */
function read_texts( $given, array $texts ): array {
	$read = array();

	foreach ( is_array( $given ) ? array_intersect_key( $given, $texts ) : array() as $place => $text ) {
		$text           = is_string( $text ) ? trim( preg_replace( '/[\r\n\t ]+/', ' ', $text ) ) : '';
		$rule           = ContentFields\RULES['team'][ substr( (string) strrchr( $place, '.' ), 1 ) ] ?? array( '' );
		$read[ $place ] = '' === $text && 0 === strpos( $place, 'teams.' ) && '?' === substr( $rule[0], -1 ) ? null : $text;
	}

	return $read;
}
