<?php
/**
 * Settings → Wayfinder → Quiz: the quizzes of this site, whom each recommends, and the way to change them.
 *
 * The tab has several views: the overview, and for one quiz "edit", "former", "delete"; "import" and "preview" for a
 * quiz that comes from a file.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Settings\Quiz;

use Wayfinder\Block;
use Wayfinder\Contents;
use Wayfinder\ContentStore;
use Wayfinder\Settings;

const TAB = 'quiz';

/**
 * Hooks.
 */
function bootstrap(): void {
	add_filter( 'wayfinder_settings_tabs', __NAMESPACE__ . '\with_tab' );
	add_action( 'admin_enqueue_scripts', __NAMESPACE__ . '\enqueue' );
}

/**
 * Adds the tab.
 *
 * @param array[] $tabs By name: label, print.
 */
function with_tab( $tabs ): array {
	return (array) $tabs + array(
		TAB => array(
			'label' => __( 'Quiz', 'wayfinder' ),
			'print' => __NAMESPACE__ . '\print_tab',
		),
	);
}

/**
 * Brings style and script, on our page only.
 *
 * @param string $page The hook of the page that is shown.
 */
function enqueue( $page ): void {
	if ( 'settings_page_' . Settings\PAGE === $page && TAB === asked( 'tab' ) ) {
		$of_the_block = \WP_Block_Type_Registry::get_instance()->get_registered( Block\NAME )->view_style_handles; // For the preview.
		wp_enqueue_style( 'wayfinder-quiz', plugins_url( 'admin/quiz.css', \Wayfinder\FILE ), $of_the_block, \Wayfinder\VERSION );
		wp_enqueue_script( 'wayfinder-quiz', plugins_url( 'admin/quiz.js', \Wayfinder\FILE ), array(), \Wayfinder\VERSION, true );
	}
}

/**
 * A word of the address, which only chooses what to look at.
 *
 * @param string $key Its name.
 */
function asked( string $key ): string {
	$word = wp_unslash( $_GET[ $key ] ?? '' ); // phpcs:ignore WordPress.Security -- compared with what we know, or escaped.

	return is_string( $word ) ? preg_replace( '/[^a-z0-9._-]/', '', $word ) : '';
}

/**
 * The address of a view.
 *
 * @param string $name The quiz's name.
 * @param string $view The view; empty for the overview.
 */
function address( string $name = '', string $view = '' ): string {
	return Settings\address( TAB, array( 'quiz' => $name, 'view' => $view ) ); // phpcs:ignore WordPress.Arrays
}

/**
 * Prints the view that the address asks for.
 *
 * @param array $said What the last action said.
 */
function print_tab( array $said ): void {
	$name  = asked( 'quiz' );
	$is    = isset( Contents\all()[ $name ] );
	$views = array(
		'import'  => array( true, '\Import\print_import' ),
		'preview' => array( true, '\Preview\print_preview' ),
		'edit'    => array( $is, '\Edit\print_edit' ),
		'delete'  => array( $is && Contents\OWN !== $name, '\Former\print_delete' ),
		'former'  => array( $is || isset( ContentStore\gone()[ $name ] ), '\Former\print_former' ),
	);
	$view  = $views[ asked( 'view' ) ] ?? array( false, '' );

	echo '<div class="wayfinder-quizzes">';
	if ( $view[0] ) {
		printf( '<p class="wayfinder-back"><a href="%s">%s</a></p>', esc_url( address( $is ? $name : '' ) ), esc_html__( 'Back to the quizzes', 'wayfinder' ) );
		call_user_func( __NAMESPACE__ . $view[1], $name, $said );
	} else {
		Overview\print_overview( $is ? $name : Contents\standard() );
	}
	echo '</div>';
}

/**
 * A quiz's title.
 *
 * @param string $name The quiz's name; it may be deleted.
 */
function title( string $name ): string {
	return Contents\all()[ $name ] ?? ContentStore\gone()[ $name ] ?? $name;
}

/**
 * When something was done and by whom, in words; the exact moment on hover.
 *
 * @param array $entry An entry of ContentStore\former().
 * @return string HTML.
 */
function when_and_who( array $entry ): string {
	$user = get_userdata( (int) $entry['by'] );

	return sprintf(
		/* translators: 1: a span of time such as "3 hours", 2: a person's name. */
		esc_html__( '%1$s ago, by %2$s', 'wayfinder' ),
		sprintf( '<time datetime="%1$s" title="%1$s">%2$s</time>', esc_attr( $entry['at'] ), esc_html( human_time_diff( (int) strtotime( $entry['at'] ) ) ) ),
		esc_html( $user ? $user->display_name : __( 'somebody', 'wayfinder' ) )
	);
}

/**
 * Prints what is wrong, on top; it takes the focus, and a sentence about a field leads there.
 *
 * @param string   $head   What the sentences have in common.
 * @param string[] $errors Sentences; the keys that are text are ids of fields.
 */
function print_summary( string $head, array $errors ): void {
	if ( ! $errors ) {
		return;
	}

	echo '<div class="notice notice-error inline" id="wayfinder-summary" role="group" tabindex="-1" autofocus aria-labelledby="wayfinder-summary-head">';
	printf( '<p id="wayfinder-summary-head"><strong>%s</strong></p><ul class="ul-disc">', esc_html( $head ) );
	foreach ( $errors as $id => $error ) {
		printf( is_string( $id ) ? '<li><a href="#%2$s">%1$s</a></li>' : '<li>%1$s</li>', esc_html( $error ), esc_attr( (string) $id ) );
	}
	echo '</ul></div>';
}

/**
 * Prints the head of a table whose rows become cards on a phone.
 *
 * @param string   $name     A class.
 * @param string[] $heads    What the columns are called.
 * @param string   $caption  What the table shows.
 * @param bool     $is_shown Whether the caption is shown; it is always read out.
 */
function print_table_start( string $name, array $heads, string $caption, bool $is_shown = true ): void {
	printf( '<table class="widefat striped wayfinder-table %s"><caption%s>%s</caption><thead><tr>', esc_attr( $name ), $is_shown ? '' : ' class="screen-reader-text"', esc_html( $caption ) );
	foreach ( $heads as $head ) {
		'' === $head ? print( '<td></td>' ) : printf( '<th scope="col">%s</th>', esc_html( $head ) );
	}
	echo '</tr></thead><tbody>';
}
