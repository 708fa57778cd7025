<?php
/**
 * The block wayfinder/orientation, and the shortcodes that stand for it. Style and script load on pages that have it.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Block;

use Wayfinder\Address;
use Wayfinder\Contents;
use Wayfinder\Orientation;
use Wayfinder\Quiz;
use Wayfinder\Rest;
use Wayfinder\ResultPage;
use Wayfinder\Teams;

const NAME       = 'wayfinder/orientation';
const SHORTCODES = array( 'wayfinder', 'contributor-orientation-tool' );
const MODULES    = array( 'rule', 'address', 'result', 'tally', 'browse', 'keep' );

/**
 * Hooks.
 */
function bootstrap(): void {
	add_action( 'init', __NAMESPACE__ . '\register' );
	add_action( 'wp_enqueue_scripts', __NAMESPACE__ . '\style_early' );
	add_action( 'enqueue_block_editor_assets', __NAMESPACE__ . '\tell_editor' );
}

/**
 * The block, the parts of its script, and the shortcodes.
 */
function register(): void {
	foreach ( MODULES as $module ) {
		wp_register_script_module( '@wayfinder/' . $module, plugins_url( "blocks/orientation/$module.js", \Wayfinder\FILE ), array(), \Wayfinder\VERSION );
	}
	register_block_type( dirname( \Wayfinder\FILE ) . '/blocks/orientation' );

	foreach ( SHORTCODES as $shortcode ) {
		add_shortcode( $shortcode, __NAMESPACE__ . '\render_shortcode' );
	}
}

/**
 * A shortcode is the block; rendering it brings style and script along.
 *
 * @param array|string $given Attributes: content, level.
 */
function render_shortcode( $given ): string {
	$given = shortcode_atts(
		array(
			'content' => '',
			'level'   => 2,
		),
		$given,
		SHORTCODES[0]
	);

	return render_block(
		array(
			'blockName'    => NAME,
			'attrs'        => array(
				'content' => (string) $given['content'],
				'level'   => (int) $given['level'],
			),
			'innerBlocks'  => array(),
			'innerHTML'    => '',
			'innerContent' => array(),
		)
	);
}

/**
 * A classic theme renders content after the head, so the style would come late and the page would jump.
 */
function style_early(): void {
	$post = is_singular() ? get_post() : null;
	$is   = $post && ( has_block( NAME, $post ) || array_filter( SHORTCODES, static fn( $shortcode ) => has_shortcode( $post->post_content, $shortcode ) ) );
	$type = $is ? \WP_Block_Type_Registry::get_instance()->get_registered( NAME ) : null;

	foreach ( $type ? $type->view_style_handles : array() as $handle ) {
		wp_enqueue_style( $handle );
	}
}

/**
 * Tells the editor which quizzes there are to choose from.
 */
function tell_editor(): void {
	wp_add_inline_script(
		generate_block_asset_handle( NAME, 'editorScript' ),
		'window.wayfinderQuizzes = ' . wp_json_encode(
			array(
				'standard' => Contents\standard(),
				'all'      => Contents\all(),
			)
		) . ';',
		'before'
	);
}

/**
 * Prints what the address asks for: the quiz or the result, and all teams to browse.
 *
 * @param array  $attributes Content, level.
 * @param string $id         Unique on the page.
 */
function print_inside( array $attributes, string $id ): void {
	$view = view_of( $attributes, $id );

	Quiz\print_quiz( $view );
	ResultPage\print_result( $view );
	Teams\print_all( $view );

	printf(
		'<p class="wayfinder-said" role="status"></p><script type="application/json">%s</script>',
		wp_json_encode( for_script( $view['content'] ), JSON_HEX_TAG | JSON_HEX_AMP | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE ) // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- JSON without < > &.
	);
}

/**
 * What is to be seen.
 *
 * @param array  $attributes Content, level.
 * @param string $id         Unique on the page.
 * @return array Id, level of the headings, content; answers, step (0 for the result) and notice as Address\read() gives them.
 */
function view_of( array $attributes, string $id ): array {
	$content = Contents\get( (string) ( $attributes['content'] ?? '' ) );

	return array(
		'id'      => $id,
		'level'   => max( 1, min( 5, (int) ( $attributes['level'] ?? 2 ) ) ),
		'content' => $content,
	) + Address\read( $content );
}

/**
 * What the script needs to know: the rule's data and the words. Nothing about the visitor, so pages can be cached whole.
 *
 * @param array $content The quiz.
 */
function for_script( array $content ): array {
	return array(
		'name'    => Contents\OWN === $content['name'] ? '' : $content['name'],
		'weights' => Orientation\compact( $content ),
		'shorts'  => array_values( array_column( Orientation\options( $content ), 'short' ) ),
		'counts'  => rest_url( Rest\SPACE . '/counts' ),
		'between' => list_separators(),
		'words'   => array(
			'next'    => __( 'Next', 'wayfinder' ),
			'show'    => __( 'Show my teams', 'wayfinder' ),
			'empty'   => Quiz\notice( 'empty' ),
			'because' => ResultPage\because(),
			/* translators: 1: number of teams, 2: name of the best one. */
			'found'   => __( 'Teams that fit you: %1$d. The first one: %2$s.', 'wayfinder' ),
			'copied'  => __( 'The link is copied.', 'wayfinder' ),
			/* translators: %d: number of teams. */
			'teams'   => __( 'Teams found: %d.', 'wayfinder' ),
			'none'    => __( 'No team has this word. Try another one.', 'wayfinder' ),
			/* translators: 1: a day and time where the visitor is, 2: the time in UTC. */
			'yours'   => __( '%1$s your time (%2$s UTC)', 'wayfinder' ),
		),
	);
}

/**
 * What WordPress puts between the items of a list in this language.
 *
 * @return string[] Between most, between the last two, between the only two.
 */
function list_separators(): array {
	$three = explode( "\x1f", wp_sprintf( '%l', array( '', "\x1f", "\x1f\x1f" ) ) );
	$two   = wp_sprintf( '%l', array( '', '' ) );

	return array( $three[0], $three[1], $two );
}
