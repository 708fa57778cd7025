<?php
/**
 * Tests what one call of a visitor's page counts, on a bare PHP.
 *
 *     php tests/plugin/counts.php     checks everything, prints "ok N checks"
 *
 * @package Wayfinder
 */

// phpcs:disable WordPress -- a program for the command line that runs without WordPress.

namespace Wayfinder\Tests\Counts;

use function Wayfinder\Counts\lines_of;

require __DIR__ . '/bare/start.php';
take_in( 'orientation', 'counts' );

/** Gives what is counted, as "kind" or "kind team". */
function counted( array $told, array $content ): array {
	return array_map(
		static function ( array $line ): string {
			return trim( implode( ' ', $line ) );
		},
		lines_of( $told, $content )
	);
}

$content = array(
	'steps' => array(
		array(
			'options' => array(
				array( 'id' => 'use.code', 'teams' => array( 'core' => 2, 'cli' => 1 ) ),
				array( 'id' => 'use.design', 'teams' => array( 'design' => 2 ) ),
			),
		),
	),
	'teams' => array_fill_keys( array( 'core', 'cli', 'design', 'photos', 'meta', 'tv' ), array() ) + array( 'tide' => array( 'state' => 'paused' ) ),
);
$result  = array( 'finished', 'shown core', 'shown cli', 'shown design' );

check( array() === counted( array(), $content ), 'nothing told counts nothing' );
check( array( 'started' ) === counted( array( 'started' => true ), $content ), 'a beginning' );
check( array() === counted( array( 'started' => false ), $content ), 'no beginning' );

check( $result === counted( array( 'answers' => 'use.code' ), $content ), 'a result, with the teams that the rule gives' );
$all = array( 'started' => true, 'answers' => 'use.code', 'handed' => array( 'cli' ) );
check( array_merge( array( 'started' ), $result, array( 'handed cli' ) ) === counted( $all, $content ), 'all of it at once' );
check( $result === counted( array( 'answers' => 'use.code,use.fly,use.code' ), $content ), 'what is unknown or given twice counts nothing' );
check( array() === counted( array( 'answers' => 'use.fly' ), $content ), 'only unknown answers are no result' );

check( array( 'handed core' ) === counted( array( 'handed' => array( 'tide', 'nobody', '', 'core', 'core' ) ), $content ), 'only active teams, each once' );
check( 5 === count( counted( array( 'handed' => array_keys( $content['teams'] ) ), $content ) ), 'at most five at once' );
