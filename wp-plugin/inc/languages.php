<?php
/**
 * Finds the plugin's translations: those that WordPress.org delivers, and those that a site puts into languages/ itself.
 *
 * WordPress looks into its own folder alone, for PHP as for the scripts of blocks, so it is told of ours.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Languages;

const DOMAIN = 'wayfinder';

/**
 * Hooks: texts before anything at "init" speaks, scripts after the blocks are there.
 */
function bootstrap(): void {
	add_action( 'init', __NAMESPACE__ . '\load_texts', 0 );
	add_action( 'init', __NAMESPACE__ . '\point_scripts', 20 );
}

/**
 * Loads what PHP says.
 */
function load_texts(): void {
	load_plugin_textdomain( DOMAIN, false, dirname( plugin_basename( \Wayfinder\FILE ) ) . '/languages' );
}

/**
 * Tells each script of our blocks in the editor where its translation is.
 */
function point_scripts(): void {
	foreach ( \WP_Block_Type_Registry::get_instance()->get_all_registered() as $name => $block ) {
		if ( 0 === strpos( $name, 'wayfinder/' ) ) {
			foreach ( $block->editor_script_handles as $handle ) {
				wp_set_script_translations( $handle, DOMAIN, dirname( \Wayfinder\FILE ) . '/languages' );
			}
		}
	}
}
