<?php
/**
 * The icons of the teams: one small set, drawn for this plugin on a grid of 24, in the color of the text around them.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Icons;

/**
 * Gives an icon's markup, hidden from assistive technology: the team's name always stands beside it.
 *
 * @param string $name The team's "icon"; for an unknown name the signpost of Wayfinder.
 * @return string SVG without any outside input, safe to print.
 */
function icon( string $name ): string {
	$shapes = shapes();
	return '<svg class="wayfinder-icon" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24" fill="none"'
		. ' stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">'
		. ( $shapes[ $name ] ?? $shapes['wayfinder'] ) . '</svg>';
}

/**
 * Lists what is inside each icon.
 *
 * @return array<string, string> SVG shapes by name.
 */
function shapes(): array {
	return array(
		// A signpost with two arms.
		'wayfinder'        => '<path d="M12 3v18M12 5h6l2 2-2 2h-6M12 11H6l-2 2 2 2h6"/>',
		// Two speech bubbles with different scripts.
		'polyglots'        => '<path d="M3 4h10v8H8l-3 3v-3H3zM16 9h5v8h-2v3l-3-3h-5v-2M6 8h4M16 12.5h2.5"/>',
		// A phone.
		'mobile'           => '<rect x="7" y="2.5" width="10" height="19" rx="2"/><path d="M11 18.5h2"/>',
		// A camera.
		'photos'           => '<path d="M3 8h4l2-3h6l2 3h4v11H3z"/><circle cx="12" cy="13" r="3.5"/>',
		// A page with lines of text.
		'documentation'    => '<path d="M6 3h8l4 4v14H6zM14 3v4h4M9 11h6M9 14h6M9 17h4"/>',
		// A person with open arms in a circle.
		'accessibility'    => '<circle cx="12" cy="12" r="9.2"/><circle cx="12" cy="7" r="1.2"/><path d="M7 10l5 1 5-1M12 11v3l-2.5 4M12 14l2.5 4"/>',
		// A lifebuoy.
		'support'          => '<circle cx="12" cy="12" r="9"/><circle cx="12" cy="12" r="4"/><path d="M5.6 5.6l3.6 3.6M14.8 14.8l3.6 3.6M18.4 5.6l-3.6 3.6M9.2 14.8l-3.6 3.6"/>',
		// Three people.
		'community'        => '<circle cx="12" cy="8" r="2.8"/><path d="M7 20v-2a5 5 0 0110 0v2"/><circle cx="4.8" cy="10.5" r="1.8"/><circle cx="19.2" cy="10.5" r="1.8"/><path d="M2 18a3 3 0 013-3M22 18a3 3 0 00-3-3"/>',
		// A pencil over a curve.
		'design'           => '<path d="M14.5 4.5l5 5L9 20H4v-5zM12 7l5 5"/><path d="M14 20c2-2 4 1.5 7-.5"/>',
		// A test tube with a level.
		'test'             => '<path d="M8 3h8M9.5 3v14.5a2.5 2.5 0 005 0V3M9.5 12h5M12 15.5v.01"/>',
		// A cube: the thing itself.
		'core'             => '<path d="M12 2.5l8.5 4.7v9.6L12 21.5l-8.5-4.7V7.2zM3.5 7.2L12 12l8.5-4.8M12 12v9.5"/>',
		// A paint roller.
		'themes'           => '<rect x="3" y="3.5" width="14" height="5" rx="1"/><path d="M17 6h3.5v6H12v3"/><rect x="10.5" y="15" width="3" height="6" rx="1"/>',
		// A plug.
		'plugins'          => '<path d="M9 2.5V8M15 2.5V8M6 8h12v3a6 6 0 01-12 0zM12 17v4.5"/>',
		// A mortarboard.
		'training'         => '<path d="M12 4.5L1.8 9.5 12 14.5l10.2-5zM6 11.7V17c3.5 2.7 8.5 2.7 12 0v-5.3M22.2 9.5V16"/>',
		// A screen with a play sign.
		'tv'               => '<rect x="2.5" y="6" width="19" height="13" rx="2"/><path d="M10 9.8v5.4l4.8-2.7zM8 2.5l4 3.5 4-3.5"/>',
		// Three stations that meet in one.
		'core-program'     => '<circle cx="5" cy="5" r="2.2"/><circle cx="19" cy="5" r="2.2"/><circle cx="12" cy="19" r="2.2"/><circle cx="12" cy="11" r="1.8"/><path d="M6.7 6.4l3.8 3.4M17.3 6.4l-3.8 3.4M12 12.8v4"/>',
		// A gauge.
		'core-performance' => '<path d="M4.2 18.5a9.5 9.5 0 1115.6 0zM12 14l4-5M6.5 13h.01M12 7.5v.01M17.5 13h.01"/>',
		// A prompt in a window.
		'cli'              => '<rect x="2.5" y="4" width="19" height="16" rx="2"/><path d="M6.5 9l3 3-3 3M12.5 15.5h5"/>',
		// A chip with a spark.
		'core-ai'          => '<rect x="6" y="6" width="12" height="12" rx="2"/><path d="M9.5 2.5V6M14.5 2.5V6M9.5 18v3.5M14.5 18v3.5M2.5 9.5H6M2.5 14.5H6M18 9.5h3.5M18 14.5h3.5M12 9l.9 2.1L15 12l-2.1.9L12 15l-.9-2.1L9 12l2.1-.9z"/>',
		// A slide.
		'playground'       => '<path d="M5 21V5.5a1.5 1.5 0 013 0V7c0 7 4.5 12 13 12M5 10h3M5 14h4M5 18h6.5M8 5h3v4.5"/>',
		// A globe on a wrench's handle: the site behind the project.
		'meta'             => '<circle cx="12" cy="9.5" r="7"/><path d="M5 9.5h14M12 2.5c-4 4-4 10 0 14M12 2.5c4 4 4 10 0 14M12 16.5v5M8 21.5h8"/>',
		// Two servers.
		'hosting'          => '<rect x="3" y="4" width="18" height="7" rx="1.5"/><rect x="3" y="13" width="18" height="7" rx="1.5"/><path d="M7 7.5h.01M7 16.5h.01M11 7.5h6M11 16.5h6"/>',
		// A picture under a magnifying glass.
		'openverse'        => '<path d="M9 19H3V4h17v6M3 15l4.5-4.5 3 3"/><circle cx="15.5" cy="8" r="1.2"/><circle cx="15.5" cy="15.5" r="3.5"/><path d="M18 18l3.5 3.5"/>',
		// A megaphone.
		'marketing'        => '<path d="M3 10v4h4l10 5V5L7 10zM7 14l1.5 6H11l-1.2-4.6M20 10v4"/>',
		// A leaf.
		'sustainability'   => '<path d="M4 20C3 9 9 4 20 4c0 11-5 17-14 14M4 20c2-5 5-8 10-10"/>',
		// Waves.
		'tide'             => '<path d="M2 8c3.3-3 6.7 3 10 0s6.7 3 10 0M2 13c3.3-3 6.7 3 10 0s6.7 3 10 0M2 18c3.3-3 6.7 3 10 0s6.7 3 10 0"/>',
	);
}
