<?php
/**
 * Tests the form of quizzes, their changes and their shares on a bare PHP, without WordPress: php tests/plugin/content.php
 *
 * @package Wayfinder
 */

// phpcs:disable WordPress -- a program for the command line that runs without WordPress.

use Wayfinder\ContentFields;
use Wayfinder\ContentPatch;
use Wayfinder\ContentSchema;
use Wayfinder\ContentShares;
use Wayfinder\ContentWords;

require __DIR__ . '/bare/start.php';
take_in( 'orientation', 'icons', 'content-fields', 'content-schema', 'content-words', 'content-patch', 'content-shares' );

/** Whether a value fits a JSON Schema: as much of draft 2020-12 as ours uses; a word it does not know ends the test. */
function fits_schema( $value, array $schema, array $root ): bool {
	foreach ( $schema as $word => $wanted ) {
		if ( ! keeps_word( $value, $word, $wanted, $schema, $root ) ) {
			return false;
		}
	}
	return true;
}

function keeps_word( $value, string $word, $wanted, array $schema, array $root ): bool {
	$is_text = is_string( $value );
	$is_map  = $value instanceof stdClass;
	switch ( $word ) {
		case '$schema': case '$defs': case 'title': case 'description':
			return true;
		case '$ref':
			return fits_schema( $value, $root['$defs'][ basename( $wanted ) ], $root );
		case 'type':
			return in_array( array( 'NULL' => 'null', 'string' => 'string', 'integer' => 'integer', 'array' => 'array', 'object' => 'object' )[ gettype( $value ) ] ?? 'other', (array) $wanted, true );
		case 'enum':
			return in_array( $value, $wanted, true );
		case 'const':
			return $value === $wanted;
		case 'not':
			return ! fits_schema( $value, $wanted, $root );
		case 'anyOf':
			return (bool) array_filter( $wanted, static fn( $one ) => fits_schema( $value, $one, $root ) );
		case 'pattern':
			return ! $is_text || 1 === preg_match( '~' . preg_replace( '/\\\\u([0-9a-f]{4})/', '\\x{$1}', $wanted ) . '~uD', $value );
		case 'maxLength':
			return ! $is_text || preg_match_all( '/./us', $value ) <= $wanted;
		case 'minimum':
			return ! is_int( $value ) || $value >= $wanted;
		case 'maximum':
			return ! is_int( $value ) || $value <= $wanted;
		case 'minItems':
			return ! is_array( $value ) || count( $value ) >= $wanted;
		case 'maxItems':
			return ! is_array( $value ) || count( $value ) <= $wanted;
		case 'items':
			return ! is_array( $value ) || ! array_filter( $value, static fn( $one ) => ! fits_schema( $one, $wanted, $root ) );
		case 'contains':
			return ! is_array( $value ) || (bool) array_filter( $value, static fn( $one ) => fits_schema( $one, $wanted, $root ) );
		case 'required':
			return ! $is_map || ! array_diff( $wanted, array_map( 'strval', array_keys( get_object_vars( $value ) ) ) );
		case 'minProperties':
			return ! $is_map || count( get_object_vars( $value ) ) >= $wanted;
		case 'maxProperties':
			return ! $is_map || count( get_object_vars( $value ) ) <= $wanted;
		case 'propertyNames':
			return ! $is_map || ! array_filter( array_keys( get_object_vars( $value ) ), static fn( $key ) => ! fits_schema( (string) $key, $wanted, $root ) );
		case 'properties':
			foreach ( $is_map ? get_object_vars( $value ) : array() as $key => $one ) {
				if ( isset( $wanted[ $key ] ) && ! fits_schema( $one, $wanted[ $key ], $root ) ) {
					return false;
				}
			}
			return true;
		case 'additionalProperties':
			foreach ( $is_map ? get_object_vars( $value ) : array() as $key => $one ) {
				if ( ! isset( $schema['properties'][ $key ] ) && ( false === $wanted || ! fits_schema( $one, $wanted, $root ) ) ) {
					return false;
				}
			}
			return true;
	}
	throw new LogicException( "this test does not know the schema's word $word" );
}

function encode( $value ): string {
	return json_encode( $value, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR );
}

$published = json_decode( file_get_contents( dirname( __DIR__, 2 ) . '/wp-plugin/content/schema.json' ), true, 64, JSON_THROW_ON_ERROR );
$own       = require dirname( __DIR__, 2 ) . '/wp-plugin/content/orientation.php';
$quiz      = array(
	'name'  => 'site',
	'title' => 'Ours',
) + $own;

// The plugin's own content passes, here and by the published schema.
check( array() === ContentSchema\errors( $quiz ), 'the plugin\'s own content is without errors: ' . implode( '; ', ContentWords\sentences( ContentSchema\errors( $quiz ) ) ) );
check( fits_schema( json_decode( encode( $quiz ) ), $published, $published ), 'and fits schema.json' );
$read = ContentSchema\read( "\xef\xbb\xbf" . encode( $quiz + array( '$schema' => 'https://example.org/schema.json' ) ) );
check( $quiz === $read['content'] && array() === $read['errors'], 'out as JSON and in again, nothing changes' );

// Both know the same keys and limits.
$kinds = array( 'quiz' => $published ) + $published['$defs'];
foreach ( ContentFields\RULES as $kind => $rules ) {
	check( array_keys( $rules ) === array_keys( $kinds[ $kind ]['properties'] ), "$kind: the same keys" );
	check( array_values( array_diff( array_keys( $rules ), array_keys( ContentFields\DEFAULTS[ $kind ] ) ) ) === $kinds[ $kind ]['required'], "$kind: the same keys are needed" );
	foreach ( $rules as $key => $rule ) {
		$said = $kinds[ $kind ]['properties'][ $key ];
		if ( 0 === strpos( $rule[0], 'text' ) ) {
			check( $rule[1] === $said['maxLength'], "$kind.$key: the same length" );
		} elseif ( 0 === strpos( $rule[0], 'id' ) ) {
			check( '^' . ContentFields\PATTERNS[ $rule[1] ] . '$' === $said['pattern'], "$kind.$key: the same pattern" );
		}
	}
}
check( '^' . ContentFields\PATTERNS['team'] . '$' === $published['$defs']['slug']['pattern'], 'the same pattern of a team\'s id' );
check( array( ContentSchema\MOST_STEPS, ContentSchema\MOST_TEAMS, ContentSchema\FEWEST_TEAMS ) === array( $published['properties']['steps']['maxItems'], $published['properties']['teams']['maxProperties'], $published['properties']['teams']['minProperties'] ), 'the same numbers of steps and teams' );
check( array( ContentSchema\FEWEST_OPTIONS, ContentSchema\MOST_OPTIONS ) === array( $published['$defs']['step']['properties']['options']['minItems'], $published['$defs']['step']['properties']['options']['maxItems'] ), 'the same number of options' );

// A small quiz, and what a change to it is answered with. The third value: whether schema.json sees it too.
$team  = static fn( $name ) => array( 'name' => $name, 'sentence' => 'Does things.', 'site' => 'https://example.org/', 'first_step' => 'https://example.org/first/' );
$small = array(
	'name'  => 'kita',
	'title' => 'Kita',
	'steps' => array(
		array(
			'id'       => 'skill',
			'title'    => 'Skills',
			'question' => 'What can you do?',
			'options'  => array(
				array( 'id' => 'skill.media', 'label' => 'Photos', 'short' => 'photos', 'teams' => array( 'a' => 1, 'b' => 1 ) ),
				array( 'id' => 'skill.code', 'label' => 'Code', 'short' => 'code', 'teams' => array( 'b' => 2, 'c' => 2 ) ),
			),
		),
	),
	'teams' => array( 'a' => $team( 'A' ), 'b' => $team( 'B' ), 'c' => $team( 'C' ) ),
);
$with  = static function ( callable $change ) use ( $small ): array {
	$change( $small );
	return $small;
};
$many  = static fn( int $count ) => array_map( static fn( $number ) => array( 'id' => "skill.n$number" ) + $small['steps'][0]['options'][0], range( 1, $count ) );

check( array() === ContentSchema\errors( $small ) && fits_schema( json_decode( encode( $small ) ), $published, $published ), 'the small quiz is without errors' );
$complete = ContentSchema\read( encode( $small ) )['content'];
$rested = $with( static function ( &$q ) { $q['steps'][0]['options'][0]['state'] = 'paused'; } );
check( array() === ContentSchema\errors( $rested ) && fits_schema( json_decode( encode( $rested ) ), $published, $published ), 'one option may rest while another is asked' );
check( '' === $complete['steps'][0]['hint'] && 1 === $complete['version'] && null === $complete['teams']['a']['channel'] && array_keys( $own['teams']['core'] ) === array_keys( $complete['teams']['a'] ), 'what was left out is filled in' );

$cases = array(
	array( static function ( &$q ) { $q['steps'][0]['options'][0]['teams']['foto'] = 1; }, 'skill.media: unknown team "foto"', false ),
	array( static function ( &$q ) { $q['steps'][0]['options'] = array(); }, 'step "skill": has no options', true ),
	array( static function ( &$q ) { $q['steps'] = array(); }, 'steps: there is no step', true ),
	array( static function ( &$q ) { $q['teams']['a']['first_step'] = 'http://example.org/'; }, 'teams.a.first_step: not an https address', true ),
	array( static function ( &$q ) { $q['teams']['a']['site'] = 'javascript:alert(1)'; }, 'teams.a.site: not an https address', true ),
	array( static function ( &$q ) { $q['teams']['a']['course'] = 'https://exa mple.org/'; }, 'teams.a.course: not an https address', true ),
	array( static function ( &$q ) { $q['steps'][0]['options'][1]['id'] = 'skill.media'; }, 'options: skill.media stands twice', false ),
	array( static function ( &$q ) { $q['steps'][1] = $q['steps'][0]; }, 'steps: skill stands twice', false ),
	array( static function ( &$q ) { $q['steps'][0]['options'][0]['id'] = 'Media'; }, 'step "skill", option 1: id: must be like "skill.media": small letters, a dot, then small letters, digits and hyphens', true ),
	array( static function ( &$q ) { $q['steps'][0]['options'][0]['teams']['a'] = 4; }, 'skill.media: the weight of "a" is not 1, 2 or 3', true ),
	array( static function ( &$q ) { $q['steps'][0]['options'][0]['teams']['a'] = '1'; }, 'skill.media: the weight of "a" is not 1, 2 or 3', true ),
	array( static function ( &$q ) { $q['steps'][0]['options'][0]['teams']['a'] = 1.5; }, 'skill.media: the weight of "a" is not 1, 2 or 3', true ),
	array( static function ( &$q ) { $q['steps'][0]['options'][0]['teams'] = array(); }, 'skill.media: names no active team', true ),
	array( static function ( &$q ) { $q['teams']['d'] = $q['teams']['c'] + array( 'state' => 'paused' ); $q['steps'][0]['options'][0]['teams'] = array( 'd' => 1 ); }, 'skill.media: names no active team', false ),
	array( static function ( &$q ) { $q['teams']['a']['state'] = 'paused'; }, 'teams: has 2 active teams; at least 3 are needed', false ),
	array( static function ( &$q ) { $q['teams']['a']['state'] = 'asleep'; }, 'teams.a.state: must be "active" or "paused"', true ),
	array( static function ( &$q ) { $q['steps'][0]['options'][0]['label'] = '<script>alert(1)</script>'; }, 'skill.media.label: must be plain text, without the sign <', true ),
	array( static function ( &$q ) { $q['steps'][0]['options'][0]['label'] = "a\0b"; }, 'skill.media.label: has a line break or a sign that cannot be seen', true ),
	array( static function ( &$q ) { $q['steps'][0]['options'][0]['label'] = "a\u{202e}b"; }, 'skill.media.label: has a line break or a sign that cannot be seen', true ),
	array( static function ( &$q ) { $q['steps'][0]['options'][0]['label'] = str_repeat( 'ä', 201 ); }, 'skill.media.label: is longer than 200 characters', true ),
	array( static function ( &$q ) { $q['steps'][0]['options'][0]['short'] = ' '; }, 'skill.media.short: must not be empty', true ),
	array( static function ( &$q ) { $q['steps'][0]['question'] = 7; }, 'steps.skill.question: must be a text', true ),
	array( static function ( &$q ) { $q['steps'][0]['question'] = array( array( 'deep' ) ); }, 'steps.skill.question: must be a text', true ),
	array( static function ( &$q ) { unset( $q['steps'][0]['options'][0]['short'] ); }, 'skill.media: "short" is missing', true ),
	array( static function ( &$q ) { $q['steps'][0]['options'][0]['colour'] = 'red'; }, 'skill.media: unknown key "colour"', true ),
	array( static function ( &$q ) { $q['teems'] = array(); }, 'quiz: unknown key "teems"', true ),
	array( static function ( &$q ) { unset( $q['teams'] ); }, 'quiz: "teams" is missing', true ),
	array( static function ( &$q ) { $q['teams'] = array_values( $q['teams'] ); }, 'teams: must be an object, in curly brackets', true ),
	array( static function ( &$q ) { $q['teams'] = 'none'; }, 'teams: must be an object, in curly brackets', true ),
	array( static function ( &$q ) { $q['teams']['77'] = $q['teams']['a']; }, 'teams.77: a team’s id must have 1 to 40 small letters, digits and hyphens, with at least one letter and no hyphen first', true ),
	array( static function ( &$q ) { $q['teams']['d'] = 'D'; }, 'teams.d: must be an object, in curly brackets', true ),
	array( static function ( &$q ) { $q['steps'] = array( 'skill' => $q['steps'][0] ); }, 'steps: must be a list, in square brackets', true ),
	array( static function ( &$q ) { $q['steps'][] = 'more'; }, 'step 2: must be an object, in curly brackets', true ),
	array( static function ( &$q ) { $q['steps'][0]['options'][] = null; }, 'step "skill", option 3: must be an object, in curly brackets', true ),
	array( static function ( &$q ) { $q['steps'][0]['options'] = array_slice( $q['steps'][0]['options'], 0, 1 ); }, 'step "skill": has 1 options; 2 to 24 are possible', true ),
	array( static function ( &$q ) { foreach ( $q['steps'][0]['options'] as &$option ) { $option['state'] = 'paused'; } }, 'step "skill": all of its options are paused; at least one must be active', true ),
	array( static function ( &$q ) use ( $many ) { $q['steps'][0]['options'] = $many( 25 ); }, 'step "skill": has 25 options; 2 to 24 are possible', true ),
	array( static function ( &$q ) { $q['steps'] = array_fill( 0, 200, $q['steps'][0] ); }, 'steps: there are 200; at most 6 are possible', true ),
	array( static function ( &$q ) { for ( $n = 0; $n < 61; $n++ ) { $q['teams'][ "t$n" ] = $q['teams']['a']; } }, 'teams: there are 64; at most 60 are possible', true ),
	array( static function ( &$q ) { $q['name'] = 'No Name'; }, 'name: must have 1 to 40 small letters, digits and hyphens, with at least one letter and no hyphen first', true ),
	array( static function ( &$q ) { $q['name'] = '0'; }, 'name: must have 1 to 40 small letters, digits and hyphens, with at least one letter and no hyphen first', true ),
	array( static function ( &$q ) { $q['name'] = '2026-11'; }, 'name: must have 1 to 40 small letters, digits and hyphens, with at least one letter and no hyphen first', true ),
	array( static function ( &$q ) { $q['name'] = "kita\n"; }, 'name: must have 1 to 40 small letters, digits and hyphens, with at least one letter and no hyphen first', true ),
	array( static function ( &$q ) { $q['version'] = 0; }, 'version: must be a whole number from 1 to 1000000', true ),
	array( static function ( &$q ) { $q['teams']['a']['channel'] = '#photos'; }, 'teams.a.channel: must be a channel’s name without #, in small letters, digits and hyphens', true ),
	array( static function ( &$q ) { $q['teams']['a']['icon'] = '<svg>'; }, 'teams.a.icon: must be an icon’s name in small letters, digits and hyphens', true ),
);
foreach ( $cases as $case ) {
	$changed = $with( $case[0] );
	$said    = array_map( 'Wayfinder\ContentWords\sentence', ContentSchema\errors( $changed ) );
	check( in_array( $case[1], $said, true ), "$case[1], not: " . implode( '; ', $said ) );
	check( ContentSchema\read( encode( $changed ) )['errors'] == ContentSchema\errors( $changed ), "the same from JSON: $case[1]" );
	check( $case[2] !== fits_schema( json_decode( encode( $changed ) ), $published, $published ), "schema.json too: $case[1]" );
}
$sixty = $with( static function ( &$q ) use ( $many ) { foreach ( array( 'x', 'y', 'z' ) as $id ) { $q['steps'][] = array( 'id' => $id, 'options' => array_map( static fn( $option ) => array( 'id' => str_replace( 'skill', $id, $option['id'] ) ) + $option, $many( 20 ) ) ) + $q['steps'][0]; } } );
check( 'options: there are 62; at most 60 are possible' === ContentWords\sentence( ContentSchema\errors( $sixty )[0] ), 'sixty answers in all' );
$long = $with( static function ( &$q ) use ( $many ) { $q['steps'][0]['options'] = array(); foreach ( array( 'x', 'y' ) as $id ) { $q['steps'][] = array( 'id' => $id, 'options' => array_map( static fn( $option ) => array( 'id' => str_pad( $id, 20, 'x' ) . str_replace( 'skill', '', $option['id'] ) . str_repeat( '-', 35 ) . $id ) + $option, $many( 24 ) ) ) + $q['steps'][0]; } } );
check( in_array( 'options: all ids together must fit into 2000 characters, so that an address can hold them', ContentWords\sentences( ContentSchema\errors( $long ) ), true ), 'an address holds all answers' );

// Whatever a file can hold.
$files = array(
	''                                          => 'quiz: there is nothing in it',
	" \n"                                       => 'quiz: there is nothing in it',
	'{"name": "kita",}'                         => 'quiz: this is not JSON; a comma or a quotation mark may be missing',
	"{\"name\": \"\xff\"}"                      => 'quiz: has characters that are not UTF-8',
	"{\"name\": \"\0\"}"                        => 'quiz: this is not JSON; a comma or a quotation mark may be missing',
	str_repeat( '[', 60000 )                    => 'quiz: it is nested too deeply to be a quiz',
	str_repeat( '{"a":', 50000 ) . '1'          => 'quiz: it is nested too deeply to be a quiz',
	str_repeat( ' ', 5000000 )                  => 'quiz: the file is too large; at most 256 KB are possible',
	'null'                                      => 'quiz: must be an object, in curly brackets',
	'[1,2]'                                     => 'quiz: must be an object, in curly brackets',
	'"quiz"'                                    => 'quiz: must be an object, in curly brackets',
	'1e999'                                     => 'quiz: must be an object, in curly brackets',
	'{}'                                        => 'quiz: "name" is missing',
	'{"0": 1, "\u0000*\u0000x": 2, "": 3}'      => 'quiz: unknown key "0"',
	'{"<script>": 1}'                           => 'quiz: unknown key "<script>"',
	'{"name": 9223372036854775808}'             => 'name: must have 1 to 40 small letters, digits and hyphens, with at least one letter and no hyphen first',
);
foreach ( $files as $file => $sentence ) {
	$read = ContentSchema\read( (string) $file );
	check( null === $read['content'] && in_array( $sentence, ContentWords\sentences( $read['errors'] ), true ), "$sentence, not: " . implode( '; ', ContentWords\sentences( $read['errors'] ) ) );
}
$wild = ContentSchema\read( '{' . implode( ',', array_map( static fn( $number ) => "\"k$number\": [[]]", range( 1, 10000 ) ) ) . '}' );
$said = ContentWords\sentences( $wild['errors'] );
check( 21 === count( $said ) && 'and 9984 more' === end( $said ), 'at most 20 errors are shown' );
check( 1 === preg_match( '/^quiz: unknown key "x{40}…"$/', ContentWords\sentence( ContentSchema\errors( array( str_repeat( 'x', 200000 ) => 1 ) )[0] ) ), 'a long key is cut' );

// The page for people shows a quiz that can be used.
$page = file_get_contents( dirname( __DIR__, 2 ) . '/docs/quizzes.md' );
check( 1 === preg_match( '/```json\n(.*?)```/s', $page, $shown ), 'docs/quizzes.md has an example' );
check( array() === ContentSchema\read( $shown[1] )['errors'] && fits_schema( json_decode( $shown[1] ), $published, $published ), 'the example can be used' );
foreach ( array_merge( ...array_map( 'array_keys', array_values( ContentFields\RULES ) ) ) as $key ) {
	check( '$schema' === $key || preg_match( "/`[a-z.*\\[\\]]*$key`/", $page ), "docs/quizzes.md explains $key" );
}

// Changes are sparse.
$texts = ContentPatch\texts( $own );
check( $texts['teams.core.name'] === 'Core' && $texts['options.use.code.short'] === 'writing code' && 'active' === $texts['teams.core.state'], 'texts by place' );
$patch = ContentPatch\merge( $own, array(), array( 'teams.core.sentence' => 'We build it.', 'teams.core.name' => 'Core', 'teams.tide.channel' => null, 'teams.nobody.name' => 'X', 'options.use.code.label' => 'Code' ) );
check( array( 'teams.core.sentence' => 'We build it.', 'options.use.code.label' => 'Code' ) === $patch, 'only what differs is kept' );
$ours = ContentPatch\apply( $own, $patch + array( 'teams.gone.name' => 'Gone', 'teams.core.icon' => 'tide' ) );
check( array_keys( ContentPatch\differences( $own, $ours ) ) === array( 'options.use.code.label', 'teams.core.sentence' ), 'only what was changed differs' );
check( 'core' === $ours['teams']['core']['icon'] && ! isset( $ours['teams']['gone'] ), 'a change of a place that is not there does nothing' );
check( array() === ContentPatch\merge( $own, $patch, array_intersect_key( $texts, $patch ) ), 'the plugin\'s own words are no change' );
check( $own === ContentPatch\apply( $own, array() ), 'no change changes nothing' );
foreach ( $texts as $place => $text ) {
	$one = ContentPatch\apply( $own, array( $place => '!' ) );
	check( array( $place => array( $text, '!' ) ) === ContentPatch\differences( $own, $one ), "$place can be changed alone" );
}

// Shares: what docs/orientation.md says of the plugin's own questions.
$shares = ContentShares\shares( $own );
check( 672 === $shares['sheets'] && 672 === $shares['all'], 'all sheets of one answer per step' );
check( array( 'shown' => 199, 'first' => 41, 'named' => 6 ) === $shares['teams']['core'], 'Core: 29.6 %, 41 times first, named by 6' );
check( 672 === array_sum( array_column( $shares['teams'], 'first' ) ) && ! isset( $shares['teams']['tide'] ), 'each sheet has one first team, a paused one never' );
check( array( 'teams.hosting: with one answer in each step, it is never the first team' ) === ContentWords\sentences( ContentShares\oddities( $own, $shares, array_keys( Wayfinder\Icons\shapes() ) ) ), 'what is odd about the plugin\'s own' );
$big = $with( static function ( &$q ) use ( $many ) { foreach ( array( 'x', 'y', 'z' ) as $id ) { $q['steps'][] = array( 'id' => $id, 'options' => array_map( static fn( $option ) => array( 'id' => str_replace( 'skill', $id, $option['id'] ) ) + $option, $many( 18 ) ) ) + $q['steps'][0]; } } );
$shares = ContentShares\shares( $big );
check( 5000 === $shares['sheets'] && 2 * 18 ** 3 === $shares['all'] && ContentShares\shares( $big ) === $shares, 'of too many sheets, the same 5,000 each time' );
check( 2 > abs( $shares['teams']['a']['shown'] / 50 - 100 ), 'A is on all of them' );
$odd = $with( static function ( &$q ) { $q['teams']['a']['icon'] = 'cat'; $q['steps'][0]['options'][0]['teams']['b'] = 3; foreach ( array( 'd', 'e', 'f', 'g', 'h' ) as $slug ) { $q['teams'][ $slug ] = $q['teams']['c']; } } );
$odd = ContentSchema\complete( $odd );
$said = ContentWords\sentences( ContentShares\oddities( $odd, ContentShares\shares( $odd ), array( 'wayfinder' ) ) );
foreach ( array( 'skill.media: gives its teams different weights; then one more answer can push down a team that it speaks for', 'teams.d: with one answer in each step, it is never recommended', 'teams.a.icon: there is no icon "cat"; the signpost is shown', 'teams.b: with one answer in each step, it is on 100 % of the results; more than 40 % makes the advice weak' ) as $sentence ) {
	check( in_array( $sentence, $said, true ), "$sentence, not: " . implode( '; ', $said ) );
}
unset( $odd['teams']['h'] );
check( ! preg_grep( '/makes the advice weak/', ContentWords\sentences( ContentShares\oddities( $odd, ContentShares\shares( $odd ), array() ) ) ), 'of seven teams, three on each result are more than 40 %, and nobody is blamed' );
$odd['steps'][0]['options'][0]['state'] = 'paused';
check( 1 === ContentShares\shares( $odd )['sheets'], 'a paused answer is on no sheet' );
