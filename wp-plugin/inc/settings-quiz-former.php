<?php
/**
 * What was done to a quiz, and the way back; and the question before a quiz is deleted.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Settings\Quiz\Former;

use Wayfinder\Contents;
use Wayfinder\ContentStore;
use Wayfinder\Settings;
use Wayfinder\Settings\Quiz;
use Wayfinder\Settings\Quiz\Words;

/**
 * Prints the former versions of a quiz.
 *
 * @param string $name The quiz's name; it may be deleted.
 */
function print_former( string $name ): void {
	$entries = ContentStore\former( $name );
	$heads   = array( __( 'Version', 'wayfinder' ), __( 'Changed', 'wayfinder' ), '' );

	/* translators: %s: a quiz's title. */
	echo '<h2>' . esc_html( sprintf( __( 'Former versions of “%s”', 'wayfinder' ), Quiz\title( $name ) ) ) . '</h2>';
	if ( ! $entries ) {
		echo '<p>' . esc_html__( 'Nothing was changed yet. When somebody saves, pauses or imports, it shows here, and you can go back.', 'wayfinder' ) . '</p>';
		return;
	}

	/* translators: %d: a number. */
	Quiz\print_table_start( '', $heads, sprintf( __( 'The versions before the last %d changes are kept, the latest first.', 'wayfinder' ), ContentStore\MOST_FORMER ) );
	foreach ( $entries as $entry ) {
		printf( '<tr><th scope="row">%s</th><td data-label="%s">%s</td><td class="wayfinder-do">', esc_html( Words\before( $entry['what'] ) ), esc_attr( $heads[1] ), Quiz\when_and_who( $entry ) ); // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- escaped there.
		Settings\print_offer( way_back( $name, $entry['id'], $entries[0]['id'], __( 'Go back to this', 'wayfinder' ), Words\before( $entry['what'] ) ) );
		echo '</td></tr>';
	}
	echo '</tbody></table>';
}

/**
 * The button that goes back.
 *
 * @param string $name     The quiz's name.
 * @param int    $id       To before this was done.
 * @param int    $revision The version that is live.
 * @param string $label    What the button says.
 * @param string $what     What was done.
 */
function way_back( string $name, int $id, int $revision, string $label, string $what ): array {
	return array(
		'action' => 'quiz_back',
		'fields' => array(
			'quiz'     => $name,
			'id'       => $id,
			'revision' => $revision,
		),
		'label'  => $label,
		'name'   => $label . ': ' . $what,
	);
}

/**
 * Prints the question before a quiz is deleted.
 *
 * @param string $name The quiz's name.
 */
function print_delete( string $name ): void {
	/* translators: %s: a quiz's title. */
	echo '<h2>' . esc_html( sprintf( __( 'Delete “%s”?', 'wayfinder' ), Quiz\title( $name ) ) ) . '</h2>';
	echo '<p>' . esc_html( sprintf(
		/* translators: %s: a quiz's title. */
		__( 'Blocks and shortcodes that use it will show the standard quiz, “%s”. Links to results of this quiz will no longer show these teams. Results that people kept stay theirs.', 'wayfinder' ),
		Quiz\title( Contents\standard() === $name ? Contents\OWN : Contents\standard() )
	) ) . '</p><p>' . esc_html__( 'You can bring it back from its former versions.', 'wayfinder' ) . '</p><div class="wayfinder-buttons">';

	$offer = array(
		'action' => 'quiz_delete',
		'fields' => array(
			'quiz'     => $name,
			'revision' => ContentStore\revision( $name ),
		),
		'label'  => __( 'Delete this quiz', 'wayfinder' ),
	);
	Settings\print_offer( $offer, 'button wayfinder-danger' );
	printf( '<a class="button" href="%s">%s</a></div>', esc_url( Quiz\address( $name ) ), esc_html__( 'Keep it', 'wayfinder' ) );
}
