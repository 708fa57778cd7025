<?php
/**
 * Tests the file of numbers, on a bare PHP.
 *
 *     php tests/plugin/numbers.php     checks everything, prints "ok N checks"
 *
 * @package Wayfinder
 */

// phpcs:disable WordPress -- a program for the command line that runs without WordPress.

namespace Wayfinder\Tests\Numbers;

use function Wayfinder\Numbers\Csv\in_lines;

require dirname( __DIR__, 2 ) . '/wp-plugin/inc/numbers-csv.php';

$cells = array(
	'Core'            => 'Core',
	'Docs, "and" all' => '"Docs, ""and"" all"',
	"two\nlines"      => "\"two\nlines\"",
	'=1+1'            => "'=1+1",
	'@x'              => "'@x",
	'-1'              => "'-1",
	'+1,5'            => "\"'+1,5\"",
	''                => '',
);
foreach ( $cells as $text => $cell ) {
	if ( in_lines( array( array( (string) $text, -1, 'x' ) ) ) !== "$cell,-1,x\r\n" ) {
		fwrite( STDERR, "not ok: the cell $text\n" );
		exit( 1 );
	}
}

echo 'ok ' . count( $cells ) . " checks\n";
