<?php
/**
 * Compiles the PHP files named on the command line without running them; demo/php.mjs calls it and reads what it says.
 *
 * @package Wayfinder
 */

foreach ( array_slice( $argv, 1 ) as $wayfinder_file ) {
	try {
		opcache_compile_file( $wayfinder_file );
	} catch ( ParseError $wayfinder_error ) {
		printf( "Parse error: %s in %s on line %d\n", $wayfinder_error->getMessage(), $wayfinder_file, $wayfinder_error->getLine() );
	}
}
