<?php
/**
 * What the bare PHP tests begin with: every warning is an error, check() counts, "ok N checks" stands at the end.
 *
 * @package Wayfinder
 */

// phpcs:disable WordPress -- for programs of the command line that run without WordPress.

const ABSPATH = __DIR__ . '/'; // Without it, the plugin's files give nothing.

error_reporting( E_ALL );
set_error_handler(
	static function ( int $number, string $message, string $file, int $line ): bool {
		throw new ErrorException( $message, 0, $number, $file, $line );
	}
);
register_shutdown_function(
	static function (): void {
		if ( checks() && ! error_get_last() ) {
			echo 'ok ', checks(), " checks\n";
		}
	}
);

function __( string $text ): string {
	return $text;
}

/** Takes in files of the plugin. */
function take_in( string ...$names ): void {
	foreach ( $names as $name ) {
		require_once dirname( __DIR__, 3 ) . "/wp-plugin/inc/$name.php";
	}
}

/** Counts a check; the first one that fails ends the program. */
function check( bool $holds, string $claim ): void {
	checks( 1 );
	if ( ! $holds ) {
		checks( -checks() ); // Nothing is ok.
		fwrite( STDERR, "not ok: $claim\n" );
		exit( 1 );
	}
}

/** Gives how many checks there were. */
function checks( int $more = 0 ): int {
	static $count = 0;
	return $count += $more;
}
