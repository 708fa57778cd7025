<?php
/**
 * The command for a system's own cron exists where there is a command line. Run: php tests/plugin/cli.php
 *
 * @package Wayfinder
 */

// phpcs:disable WordPress -- a bare script, without WordPress.

require __DIR__ . '/bare/start.php';
take_in( 'cli' );

/** What WP-CLI offers to plugins, as far as it matters here. */
class WP_CLI {
	public static array $commands = array();

	public static function add_command( string $name, callable $does ): void {
		self::$commands[ $name ] = $does;
	}
}

Wayfinder\Cli\bootstrap();
check( array() === WP_CLI::$commands, 'without a command line there is no command' );

define( 'WP_CLI', true );
Wayfinder\Cli\bootstrap();
check( array( 'wayfinder deliver' ) === array_keys( WP_CLI::$commands ), 'with one there is' );
check( is_callable( WP_CLI::$commands['wayfinder deliver'] ), 'and it can be run' );
