<?php
/**
 * The keys of a quiz's objects, and what each may hold.
 *
 * Pure functions, for any input.
 *
 * @package Wayfinder
 */

namespace Wayfinder\ContentFields;

/** Patterns of the ids; the service has the same for answers and teams. All digits would be a number to PHP, and "0" nothing. */
const PATTERNS = array(
	'name'    => '(?=[0-9-]*[a-z])[a-z0-9][a-z0-9-]{0,39}',
	'step'    => '[a-z][a-z0-9-]{0,19}',
	'option'  => '[a-z]{1,20}\.[a-z0-9-]{1,40}',
	'team'    => '(?=[0-9-]*[a-z])[a-z0-9][a-z0-9-]{0,39}',
	'channel' => '[a-z0-9][a-z0-9_-]{0,79}',
	'icon'    => '[a-z0-9-]{1,40}',
);

/** By kind of object, each key with its rule: what it is, and the most characters. A "?" allows null. */
const RULES = array(
	'quiz'   => array(
		'$schema' => array( 'text?', 500 ),
		'name'    => array( 'id', 'name' ),
		'title'   => array( 'text', 80 ),
		'version' => array( 'number', 1000000 ),
		'steps'   => array( 'list' ),
		'teams'   => array( 'map' ),
	),
	'step'   => array(
		'id'       => array( 'id', 'step' ),
		'title'    => array( 'text', 80 ),
		'question' => array( 'text', 200 ),
		'hint'     => array( 'text?', 200 ),
		'options'  => array( 'list' ),
	),
	'option' => array(
		'id'    => array( 'id', 'option' ),
		'label' => array( 'text', 200 ),
		'short' => array( 'text', 80 ),
		'teams' => array( 'map' ),
		'state' => array( 'state' ),
	),
	'team'   => array(
		'name'       => array( 'text', 60 ),
		'sentence'   => array( 'text', 300 ),
		'icon'       => array( 'id', 'icon' ),
		'site'       => array( 'link', 500 ),
		'first_step' => array( 'link', 500 ),
		'channel'    => array( 'id?', 'channel' ),
		'meetings'   => array( 'text?', 80 ),
		'course'     => array( 'link?', 500 ),
		'state'      => array( 'state' ),
	),
);

/** What may be left out, and what then holds. */
const DEFAULTS = array(
	'quiz'   => array(
		'$schema' => null,
		'version' => 1,
	),
	'step'   => array( 'hint' => '' ),
	'option' => array( 'state' => 'active' ),
	'team'   => array(
		'icon'     => 'wayfinder',
		'channel'  => null,
		'meetings' => null,
		'course'   => null,
		'state'    => 'active',
	),
);

/**
 * What is wrong with an object's keys and values, one level.
 *
 * @param array  $given  The object.
 * @param string $kind   A key of RULES.
 * @param string $before What stands before a key in the name of its place.
 */
function object_errors( array $given, string $kind, string $before ): array {
	$errors = array();
	$at     = '' === $before ? 'quiz' : rtrim( $before, '.: ' );

	foreach ( array_diff_key( $given, RULES[ $kind ] ) as $key => $value ) {
		$errors[] = error( $at, 'unknown_key', shorten( $key ) );
	}
	foreach ( array_diff_key( RULES[ $kind ], DEFAULTS[ $kind ], $given ) as $key => $rule ) {
		$errors[] = error( $at, 'missing', $key );
	}
	foreach ( array_intersect_key( RULES[ $kind ], $given ) as $key => $rule ) {
		$fault = fault( $given[ $key ], $rule );
		if ( $fault ) {
			$errors[] = error( $before . $key, ...$fault );
		}
	}

	return $errors;
}

/**
 * What is wrong with one value.
 *
 * @param mixed $value Anything.
 * @param array $rule  A rule of RULES.
 * @return array Nothing, or what and with.
 */
function fault( $value, array $rule ): array {
	$kind = rtrim( $rule[0], '?' );
	if ( null === $value && $kind !== $rule[0] ) {
		return array();
	}

	switch ( $kind ) {
		case 'list':
			return is_list( $value ) ? array() : array( 'no_list' );
		case 'map':
			return is_map( $value ) ? array() : array( 'no_map' );
		case 'number':
			return is_int( $value ) && $value >= 1 && $value <= $rule[1] ? array() : array( 'no_number', $rule[1] );
		case 'state':
			return 'active' === $value || 'paused' === $value ? array() : array( 'bad_state' );
		case 'id':
			return is_string( $value ) && fits( $value, $rule[1] ) ? array() : array( 'bad_' . $rule[1] );
	}

	return text_fault( $value, $rule[1], $kind === $rule[0] && 'text' === $kind, 'link' === $kind );
}

/**
 * What is wrong with a text: nothing but plain characters, so that no page has to wonder.
 *
 * @param mixed $value    Anything.
 * @param int   $most     The most characters.
 * @param bool  $is_asked Whether it must not be empty.
 * @param bool  $is_link  Whether it must be an https address.
 * @return array Nothing, or what and with.
 */
function text_fault( $value, int $most, bool $is_asked, bool $is_link ): array {
	if ( ! is_string( $value ) ) {
		return array( 'no_text' );
	}
	if ( 1 !== preg_match( '//u', $value ) ) {
		return array( 'not_utf8' );
	}
	if ( $is_asked && '' === trim( $value ) ) {
		return array( 'empty' );
	}
	if ( 1 !== preg_match( "/^.{0,$most}\\z/us", $value ) ) {
		return array( 'too_long', $most );
	}
	if ( false !== strpos( $value, '<' ) ) {
		return array( 'markup' );
	}
	if ( preg_match( '/[\x{0}-\x{1f}\x{7f}-\x{9f}\x{202a}-\x{202e}\x{2066}-\x{2069}]/u', $value ) ) {
		return array( 'control' );
	}

	return $is_link && ! is_https( $value ) ? array( 'not_https' ) : array();
}

/**
 * Whether a text is an https address with a host and nothing in it that could end a link early.
 *
 * @param string $value A text.
 */
function is_https( string $value ): bool {
	return 1 === preg_match( '#^https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?([/?\#][^\s"\'<>\\\\`{}|^]*)?\z#i', $value );
}

/**
 * Whether a text has the form of an id.
 *
 * @param string $value A text.
 * @param string $kind  A key of PATTERNS.
 */
function fits( string $value, string $kind ): bool {
	return 1 === preg_match( '/^' . PATTERNS[ $kind ] . '\z/', $value );
}

/**
 * Whether it was a list in JSON. An empty one and an empty object are the same to PHP.
 *
 * @param mixed $value Anything.
 */
function is_list( $value ): bool {
	return is_array( $value ) && array_values( $value ) === $value;
}

/**
 * Whether it was an object in JSON.
 *
 * @param mixed $value Anything.
 */
function is_map( $value ): bool {
	return is_array( $value ) && ( ! $value || ! is_list( $value ) );
}

/**
 * As much of a foreign word as a sentence can hold.
 *
 * @param int|string $word A key.
 */
function shorten( $word ): string {
	$word  = (string) preg_replace( '/[^\x20-\x7e]+/', '?', (string) $word );
	$short = substr( $word, 0, 40 );

	return $short . ( $short === $word ? '' : '…' );
}

/**
 * One thing that is wrong.
 *
 * @param string $at      The place.
 * @param string $what    What.
 * @param mixed  ...$with What the sentence names.
 */
function error( string $at, string $what, ...$with ): array {
	return compact( 'at', 'what', 'with' );
}
