<?php
/**
 * Renders wayfinder/orientation.
 *
 * @package Wayfinder
 */

defined( 'ABSPATH' ) || exit;

// WordPress prints it since 7.0.
$wayfinder_anchor = isset( $attributes['anchor'] ) && ! function_exists( 'wp_apply_anchor_support' ) ? array( 'id' => $attributes['anchor'] ) : array();

?>
<div <?php echo get_block_wrapper_attributes( $wayfinder_anchor ); // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- escaped there. ?>>
	<?php \Wayfinder\Block\print_inside( $attributes, wp_unique_id( 'wayfinder-' ) ); ?>
</div>
