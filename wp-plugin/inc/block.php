<?php
/**
 * The block wayfinder/orientation, and the shortcodes that stand for it. Style and script load on pages that have it.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Block;

use Wayfinder\Address;
use Wayfinder\Contents;
use Wayfinder\Quiz;
use Wayfinder\ResultPage;

const NAME       = 'wayfinder/orientation';
const SHORTCODES = array( 'wayfinder', 'contributor-orientation-tool' );

/**
 * Hooks.
 */
function bootstrap(): void {
	add_action( 'init', __NAMESPACE__ . '\register' );
	add_action( 'wp_enqueue_scripts', __NAMESPACE__ . '\style_early' );
}

/**
 * The block and the shortcodes.
 */
function register(): void {
	register_block_type( dirname( \Wayfinder\FILE ) . '/blocks/orientation' );

	foreach ( SHORTCODES as $shortcode ) {
		add_shortcode( $shortcode, __NAMESPACE__ . '\render_shortcode' );
	}
}

/**
 * A shortcode is the block with its defaults; rendering it brings style and script along.
 */
function render_shortcode(): string {
	return render_block(
		array(
			'blockName'    => NAME,
			'attrs'        => array(),
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
 * Prints what the address asks for: the quiz or the result.
 *
 * @param string $id Unique on the page.
 */
function print_inside( string $id ): void {
	$content = Contents\get();
	$asked   = Address\read( $content );

	if ( $asked['is_result'] ) {
		ResultPage\print_result( $content, $asked['answers'], $asked['notice'], $id );
	} else {
		Quiz\print_quiz( $content, $asked['answers'], $asked['notice'], $id );
	}
}
