<?php
/**
 * Renders wayfinder/orientation.
 *
 * @package Wayfinder
 */

defined( 'ABSPATH' ) || exit;

?>
<div <?php echo get_block_wrapper_attributes(); // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- escaped there. ?>>
	<?php \Wayfinder\Block\print_inside( $attributes, wp_unique_id( 'wayfinder-' ) ); ?>
</div>
