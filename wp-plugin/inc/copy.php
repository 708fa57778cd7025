<?php
/**
 * A copy of the site does not send: what it would say was said by the site that it was copied from.
 *
 * The address at which the connection was made is kept beside it, so a copied database brings along whose it was. The
 * setting is compared and not home_url(), which plugins change from page to page (a language in the path, for one).
 *
 * @package Wayfinder
 */

namespace Wayfinder\Copy;

use Wayfinder\Connection;

const OPTION = 'wayfinder_connected_home';

/**
 * The address of this site as it is set.
 */
function here(): string {
	return untrailingslashit( (string) get_option( 'home' ) );
}

/**
 * The address at which the connection was made; empty when there is none yet.
 */
function original(): string {
	return (string) get_option( OPTION, '' );
}

/**
 * Whether this is another site than the one that was connected.
 */
function is_copy(): bool {
	return Connection\is_complete() && '' !== original() && original() !== here();
}

/**
 * Whether this site may send: it is connected, and it is the one that was.
 */
function may_send(): bool {
	return Connection\is_complete() && ! is_copy();
}

/**
 * The connection belongs to this site from now on.
 */
function belong_here(): void {
	update_option( OPTION, here() );
}

/**
 * The connection came from wp-config.php, or from a time when nobody noted whose it was.
 */
function belong_here_if_nowhere(): void {
	if ( '' === original() && Connection\is_complete() ) {
		belong_here();
	}
}
