<?php
/**
 * A title, HTML5, and one sidebar.
 *
 * @package Wayfinder
 */

add_theme_support( 'title-tag' );
add_action(
	'wp_enqueue_scripts',
	static function () {
		wp_enqueue_style( 'plain-classic', get_stylesheet_uri(), array(), '1' );
	}
);
add_action(
	'widgets_init',
	static function () {
		register_sidebar( array( 'id' => 'side', 'name' => 'Side' ) );
	}
);
