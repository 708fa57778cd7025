<?php
/**
 * `wp wayfinder deliver`: for a system's own cron, and for whoever does not want to wait.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Cli;

use Wayfinder\Copy;
use Wayfinder\Delivery;
use Wayfinder\Outbox;
use Wayfinder\Sweeper;

const MOST  = 100000;
const FOR_S = 3600;

/**
 * The command, where there is a command line.
 */
function bootstrap(): void {
	if ( defined( 'WP_CLI' ) && WP_CLI ) {
		\WP_CLI::add_command( 'wayfinder deliver', __NAMESPACE__ . '\deliver' );
	}
}

/**
 * Delivers what is due to the Wayfinder service, until nothing is.
 *
 * ## EXAMPLES
 *
 *     wp wayfinder deliver
 */
function deliver(): void {
	if ( ! Copy\may_send() ) {
		\WP_CLI::error(
			Copy\is_copy()
				? __( 'This site is a copy: it has another address than the one that was connected. Settings → Wayfinder asks what to do.', 'wayfinder' )
				: __( 'No service is connected. Enter its address and secret in Settings → Wayfinder.', 'wayfinder' )
		);
	}

	Sweeper\sweep();
	$delivered = Delivery\deliver_due( MOST, FOR_S );
	$counts    = Outbox\counts();
	$words     = sprintf(
		/* translators: 1, 2, 3: numbers. */
		__( 'Delivered: %1$d. Waiting: %2$d. Set aside: %3$d.', 'wayfinder' ),
		$delivered,
		$counts['due'],
		$counts['parked']
	);

	if ( $counts['due'] + $counts['parked'] > 0 ) {
		\WP_CLI::warning( $words . ' ' . __( 'Settings → Wayfinder shows what the service answered.', 'wayfinder' ) );
	} else {
		\WP_CLI::success( $words );
	}
}
