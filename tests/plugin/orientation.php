<?php
/**
 * Tests the orientation's rule and content on a bare PHP, without WordPress.
 *
 *     php tests/plugin/orientation.php            checks everything, prints "ok N checks"
 *     php tests/plugin/orientation.php --json     reads a JSON list of answer sheets, prints the list of results
 *     php tests/plugin/orientation.php --write    writes tests/contract/orientation-*.json anew; read the difference
 *
 * @package Wayfinder
 */

// phpcs:disable WordPress -- a program for the command line that runs without WordPress.

use Wayfinder\Orientation;

require __DIR__ . '/bare/start.php';
take_in( 'orientation', 'icons' );

const CONTRACT = __DIR__ . '/../contract/';

/** Gives every sheet with $fewest to $most ticks in each step. */
function sheets( array $content, int $fewest, int $most ): Generator {
	$choices = array();
	foreach ( $content['steps'] as $step ) {
		$choices[] = subsets( array_column( $step['options'], 'id' ), $fewest, $most );
	}
	foreach ( $choices[0] as $use ) {
		foreach ( $choices[1] as $interest ) {
			foreach ( $choices[2] as $skill ) {
				if ( $use || $interest || $skill ) {
					yield array_merge( $use, $interest, $skill );
				}
			}
		}
	}
}

/** Gives every subset of $ids with $fewest to $most members. */
function subsets( array $ids, int $fewest, int $most ): array {
	$all = array( array() );
	foreach ( $ids as $id ) {
		foreach ( $all as $subset ) {
			if ( count( $subset ) < $most ) {
				$all[] = array_merge( $subset, array( $id ) );
			}
		}
	}
	return array_values( array_filter( $all, static fn( $subset ) => count( $subset ) >= $fewest ) );
}

/** Gives $count sheets that are the same in every language: a multiplicative generator, one draw per option. */
function seeded_sheets( array $ids, int $count, int $seed ): array {
	$sheets = array();
	while ( count( $sheets ) < $count ) {
		$one_in = 2 + count( $sheets ) % 7;
		$sheet  = array();
		foreach ( $ids as $id ) {
			$seed = $seed * 48271 % 2147483647;
			if ( 0 === $seed % $one_in ) {
				$sheet[] = $id;
			}
		}
		$sheets[] = $sheet;
	}
	return $sheets;
}

/** Puts results into one line of text per team, to compare them by one hash. */
function digest( array $sheets, array $weights ): string {
	$lines = array();
	foreach ( $sheets as $sheet ) {
		$lines[] = '? ' . implode( ',', $sheet );
		foreach ( Orientation\rank( $sheet, $weights ) as $found ) {
			$lines[] = "{$found['team']} {$found['score']} " . implode( ',', $found['reasons'] );
		}
	}
	return hash( 'sha256', implode( "\n", $lines ) );
}

/** Gives each team's place among all active teams. */
function places( array $answers, array $weights ): array {
	return array_flip( array_column( Orientation\points( $answers, $weights ), 'team' ) );
}

function read_contract( string $name ): array {
	return json_decode( file_get_contents( CONTRACT . $name ), true, 64, JSON_THROW_ON_ERROR );
}

function write_contract( string $name, array $value ): void {
	$json = json_encode( $value, JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE );
	// Lists of numbers and short lists of words on one line: a person reads this file.
	$json = preg_replace_callback( '/\[[^\[\]{}]*\]/', static fn( $list ) => preg_replace( '/\s*\n\s*/', ' ', $list[0] ), $json );
	file_put_contents( CONTRACT . $name, str_replace( '    ', "\t", $json ) . "\n" );
}

$content = require dirname( __DIR__, 2 ) . '/wp-plugin/content/orientation.php';
$weights = Orientation\compact( $content );
$options = Orientation\options( $content );
$active  = $weights['teams'];

if ( in_array( '--json', $argv, true ) ) {
	$sheets = json_decode( stream_get_contents( STDIN ), true, 64, JSON_THROW_ON_ERROR );
	echo json_encode( array_map( static fn( $sheet ) => Orientation\rank( $sheet, $weights ), $sheets ), JSON_UNESCAPED_SLASHES ), "\n";
	exit;
}

$cases = read_contract( 'orientation-cases.json' );

if ( in_array( '--write', $argv, true ) ) {
	foreach ( $cases['cases'] as &$case ) {
		$case['result'] = Orientation\rank( $case['answers'], $weights );
	}
	unset( $case );
	$cases['weights']        = $weights;
	$cases['seeded']['hash'] = digest( seeded_sheets( array_keys( $options ), $cases['seeded']['sheets'], $cases['seeded']['seed'] ), $weights );
	write_contract( 'orientation-cases.json', $cases );
	$ids   = array_keys( $options );
	$slugs = array_keys( $content['teams'] );
	sort( $ids );
	sort( $slugs );
	write_contract( 'orientation-ids.json', array( 'options' => $ids, 'teams' => $slugs ) );
	exit;
}

// The content is whole.
$icons = Wayfinder\Icons\shapes();
foreach ( $content['teams'] as $slug => $team ) {
	check( array( 'name', 'sentence', 'icon', 'site', 'first_step', 'channel', 'meetings', 'course', 'state' ) === array_keys( $team ), "$slug has its fields" );
	check( in_array( $team['state'], array( 'active', 'paused' ), true ), "$slug is active or paused" );
	check( isset( $icons[ $team['icon'] ] ), "$slug has an icon" );
	check( count( explode( ' ', $team['sentence'] ) ) < 20, "$slug: fewer than 20 words" );
	check( 0 === strpos( $team['first_step'], 'https://make.wordpress.org/' ), "$slug: a first step at Make" );
	check( null === $team['course'] || 0 === strpos( $team['course'], 'https://learn.wordpress.org/course/' ), "$slug: a course at Learn or none" );
	check( null === $team['channel'] || 1 === preg_match( '/^[a-z0-9-]+$/', $team['channel'] ), "$slug: a channel without #" );
}
check( array( 'marketing', 'sustainability', 'tide' ) === array_values( array_diff( array_keys( $content['teams'] ), $active ) ), 'the paused teams' );
foreach ( $options as $id => $option ) {
	$named = array_intersect( array_keys( $option['teams'] ), $active );
	check( count( $named ) >= 3, "$id alone names three teams that can be joined" );
	check( ! array_diff_key( $option['teams'], $content['teams'] ), "$id names teams that exist" );
	check( 1 === count( array_unique( $option['teams'] ) ), "$id gives all its teams the same weight" );
	check( in_array( reset( $option['teams'] ), 0 === strpos( $id, 'use.' ) ? array( 1 ) : array( 2, 3 ), true ), "$id has a weight of its step" );
}
check( count( $options ) === count( array_unique( array_column( $options, 'short' ) ) ), 'no two reasons read the same' );
check( count( $options ) === count( array_unique( array_column( $options, 'label' ) ) ), 'no two options read the same' );
check( 0 === strpos( Wayfinder\Icons\icon( '<b>' ), '<svg' ) && Wayfinder\Icons\icon( '<b>' ) === Wayfinder\Icons\icon( 'wayfinder' ), 'an unknown icon is the signpost' );
foreach ( $icons as $name => $shape ) {
	check( 1 === preg_match( '#^(<(path d="[MLHVCSAZmlhvcsaz0-9 .-]+"|circle [a-z0-9 ="."]+|rect [a-z0-9 ="."]+)/>)+$#', $shape ), "$name is only shapes" );
}

// The contract with the service, and with JavaScript.
$ids = read_contract( 'orientation-ids.json' );
sort( $ids['options'] );
$known = array_keys( $options );
sort( $known );
check( $known === $ids['options'], 'the option ids' );
$slugs = array_keys( $content['teams'] );
sort( $slugs );
check( $slugs === $ids['teams'], 'the team slugs' );
check( $weights === $cases['weights'], 'the golden weights are the content\'s; if the content is meant to change: --write, and read the difference' );
foreach ( $cases['cases'] as $case ) {
	check( Orientation\recommend( $case['answers'], $content ) === $case['result'], 'golden case: ' . $case['name'] );
	check( $case['first'] === $case['result'][0]['team'], 'first: ' . $case['name'] );
	check( ! array_diff( $case['also'] ?? array(), array_column( $case['result'], 'team' ) ), 'also shown: ' . $case['name'] );
}
$seeded = seeded_sheets( array_keys( $options ), $cases['seeded']['sheets'], $cases['seeded']['seed'] );
check( digest( $seeded, $weights ) === $cases['seeded']['hash'], 'the seeded sheets' );

// Every team can be somebody's first.
$firsts = array();
foreach ( $cases['cases'] as $case ) {
	$per_step = array_count_values( array_map( static fn( $id ) => strtok( $id, '.' ), $case['answers'] ) );
	if ( max( $per_step ) <= 3 ) {
		$firsts[ $case['first'] ] = true;
	}
}
check( ! array_diff( $active, array_keys( $firsts ) ), 'each active team is first in a case of at most three ticks per step' );

// One answer per step: shape, reasons, shares.
$shown = array_fill_keys( $active, 0 );
$count = 0;
foreach ( sheets( $content, 1, 1 ) as $sheet ) {
	++$count;
	foreach ( Orientation\rank( $sheet, $weights ) as $found ) {
		++$shown[ $found['team'] ];
		$sum = 0;
		foreach ( $found['reasons'] as $reason ) {
			$sum += $options[ $reason ]['teams'][ $found['team'] ];
		}
		check( in_array( $sum, array( $found['score'] ), true ) && ! array_diff( $found['reasons'], $sheet ), 'reasons add up to the points' );
	}
}
check( 672 === $count, 'all sheets of one answer per step' );
check( max( $shown ) <= 0.4 * 672, 'no team is on more than 40 % of the results' );

// None, one or two answers per step: three to five active teams, best first, each with a reason.
foreach ( sheets( $content, 0, 2 ) as $sheet ) {
	$result = Orientation\rank( $sheet, $weights );
	$scores = array_column( $result, 'score' );
	$sorted = $scores;
	rsort( $sorted );
	check( count( $result ) >= 3 && count( $result ) <= 5 && $scores === $sorted && end( $scores ) > 0, 'three to five, best first: ' . implode( ',', $sheet ) );
}
check( count( Orientation\rank( array_keys( $options ), $weights ) ) <= 5, 'everything ticked gives at most five' );

// A further tick never pushes down a team it names. (Two ticks per step, and the rest of the proof: the JavaScript twin.)
foreach ( sheets( $content, 0, 1 ) as $sheet ) {
	$before = places( $sheet, $weights );
	foreach ( array_diff( array_keys( $options ), $sheet ) as $id ) {
		$after = places( array_merge( $sheet, array( $id ) ), $weights );
		foreach ( array_intersect( array_keys( $options[ $id ]['teams'] ), $active ) as $slug ) {
			check( $after[ $slug ] <= $before[ $slug ], "$id does not push down $slug on " . implode( ',', $sheet ) );
		}
	}
}

// What people are never takes away what they like and can do.
$uses = subsets( array_column( $content['steps'][0]['options'], 'id' ), 0, 4 );
foreach ( Orientation\points( end( $uses ), $weights ) as $found ) {
	check( $found['score'] <= 2, "all uses together give {$found['team']} no more than one interest or skill" );
}
foreach ( $content['steps'][1]['options'] as $interest ) {
	foreach ( $content['steps'][2]['options'] as $skill ) {
		$both = array_intersect( array_keys( array_intersect_key( $interest['teams'], $skill['teams'] ) ), $active );
		foreach ( $uses as $use ) {
			$sheet = array_merge( $use, array( $interest['id'], $skill['id'] ) );
			check( ! array_diff( $both, array_column( Orientation\rank( $sheet, $weights ), 'team' ) ), 'what an interest and a skill name stays: ' . implode( ',', $sheet ) );
		}
	}
}
foreach ( $uses as $use ) {
	check( 'polyglots' === Orientation\rank( array_merge( $use, array( 'interest.translate', 'skill.translation' ) ), $weights )[0]['team'], 'a translator sees Polyglots first' );
}

// Paused, unknown, nothing.
check( array() === Orientation\recommend( array(), $content ), 'no answer, no team' );
check( array() === Orientation\recommend( array( 'use.none' ), $content ), 'no known answer, no team' );
$paused = $content;
foreach ( array( 'core', 'themes', 'plugins', 'cli' ) as $slug ) {
	$paused['teams'][ $slug ]['state'] = 'paused';
}
$result = array_column( Orientation\recommend( array( 'use.code' ), $paused ), 'team' );
check( 3 === count( $result ) && 'playground' === $result[0] && ! array_intersect( $result, array( 'core', 'themes', 'plugins', 'cli' ) ), 'paused teams are never shown, and still there are three' );
$paused['steps'][0]['options'][0]['state'] = 'paused';
check( array( 'use.code' ) === Orientation\read_answers( 'use.code', $paused )['ignored'], 'a paused option is ignored' );

// Whatever an address can hold.
$hostile = array(
	array( 'skill.media,use.code', array( 'use.code', 'skill.media' ), array() ),
	array( ' use.code , use.code,', array( 'use.code' ), array( 'use.code' ) ),
	array( array( 'use.code', 'skill.media,use.build' ), array( 'use.code', 'use.build', 'skill.media' ), array() ),
	array( 'use.none', array(), array( 'use.none' ) ),
	array( '', array(), array() ),
	array( null, array(), array() ),
	array( 7, array(), array( '?' ) ),
	array( new stdClass(), array(), array( '?' ) ),
	array( array( array( 'use.code' ), 'use.code' ), array( 'use.code' ), array( '?' ) ),
	array( "use.code\0,\xff\xfe", array( 'use.code' ), array() ),
	array( str_repeat( 'x', 5000000 ), array(), array( str_repeat( 'x', 64 ), '…' ) ),
	array( str_repeat( ',', 5000000 ), array(), array( '…' ) ),
	array( array_fill( 0, 100000, 'use.code' ), array( 'use.code' ), array( 'use.code', '…' ) ),
	array( '0,1', array(), array( '0', '1' ) ),
);
foreach ( $hostile as $number => $case ) {
	check( array( 'answers' => $case[1], 'ignored' => $case[2] ) === Orientation\read_answers( $case[0], $content ), "hostile input $number" );
}
