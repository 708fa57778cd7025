<?php
/**
 * Gives pages that load what another tool cannot do without: WordPress's own scripts that it names, and nothing of its own.
 *
 * Plugin Name: Bench
 * License: GPL-2.0-or-later
 *
 * Read in the tools' public sources:
 * 2019: scripts() in src/src/WPCOTool/Frontend/Shortcode.php of wceu/contributor-orientation-tool;
 * 2023: build/view.asset.php and inject_style_dep() in contributor-orientation.php of WordPress/wporg-contributor-orientation.
 *
 * @package Wayfinder
 */

defined( 'ABSPATH' ) || exit;

add_shortcode(
	'wayfinder-bench',
	function ( $given ) {
		$scripts = array(
			'2019' => array( 'jquery' ),
			'2023' => array( 'wp-components', 'wp-compose', 'wp-element', 'wp-html-entities', 'wp-i18n' ),
		);
		$styles  = array(
			'2023' => array( 'wp-components' ),
		);

		$peer = (string) ( $given['peer'] ?? '' );
		array_map( 'wp_enqueue_script', $scripts[ $peer ] ?? array() );
		array_map( 'wp_enqueue_style', $styles[ $peer ] ?? array() );
		return '<p class="wayfinder-bench">Here would be a quiz.</p>';
	}
);
