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

const MOST_PAGES = 20;

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
 * The pages whose block or shortcode names a quiz; patterns and templates too.
 *
 * @param string $name The quiz's name.
 * @return object[] ID, post_title, post_status; one more than are shown, if there are more.
 */
function pages_with( string $name ): array {
	global $wpdb;

	$block     = '%' . $wpdb->esc_like( 'wp:wayfinder/orientation {' ) . '%' . $wpdb->esc_like( '"content":"' . $name . '"' ) . '%';
	$shortcode = '%' . $wpdb->esc_like( '[wayfinder ' ) . '%' . $wpdb->esc_like( 'content="' . $name . '"' ) . '%';

	return (array) $wpdb->get_results(
		$wpdb->prepare(
			"SELECT ID, post_title, post_status FROM %i WHERE post_status IN ('publish', 'draft') AND ( post_content LIKE %s OR post_content LIKE %s ) ORDER BY post_status DESC, post_title LIMIT %d",
			$wpdb->posts,
			$block,
			$shortcode,
			MOST_PAGES + 1
		)
	);
}

/**
 * Prints which pages use a quiz, each with the way to its editor.
 *
 * @param object[] $pages As pages_with() gives them.
 */
function print_pages( array $pages ): void {
	if ( ! $pages ) {
		echo '<p>' . esc_html__( 'No page, published or draft, names it.', 'wayfinder' ) . '</p>';
		return;
	}

	echo '<p>' . esc_html__( 'It is used here:', 'wayfinder' ) . '</p><ul class="ul-disc wayfinder-pages">';
	foreach ( array_slice( $pages, 0, MOST_PAGES ) as $page ) {
		$title = '' === $page->post_title ? __( '(no title)', 'wayfinder' ) : $page->post_title;
		printf(
			'<li><a href="%s">%s</a>%s</li>',
			esc_url( (string) get_edit_post_link( (int) $page->ID ) ),
			esc_html( $title ),
			'draft' === $page->post_status ? ' <span class="wayfinder-tag">' . esc_html__( 'Draft', 'wayfinder' ) . '</span>' : ''
		);
	}
	echo count( $pages ) > MOST_PAGES ? '<li>' . esc_html__( 'and more', 'wayfinder' ) . '</li></ul>' : '</ul>';
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
	) ) . '</p>';
	print_pages( pages_with( $name ) );
	echo '<p>' . esc_html__( 'You can bring it back from its former versions.', 'wayfinder' ) . '</p><div class="wayfinder-buttons">';

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
