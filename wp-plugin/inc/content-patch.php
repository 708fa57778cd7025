<?php
/**
 * Changes to a quiz, kept apart from it: a text or state by its place, such as "teams.core.sentence".
 *
 * So whatever nobody touched stays translated and comes with the plugin's next version. Pure functions.
 *
 * @package Wayfinder
 */

namespace Wayfinder\ContentPatch;

const OF_STEPS   = array( 'title', 'question', 'hint' );
const OF_OPTIONS = array( 'label', 'short' );
const OF_TEAMS   = array( 'name', 'sentence', 'site', 'first_step', 'channel', 'meetings', 'course', 'state' );

/**
 * Gives every text and state that can be changed.
 *
 * @param array $content As content/orientation.php.
 * @return array<string, string|null> By place, in content order.
 */
function texts( array $content ): array {
	$texts = array();

	foreach ( $content['steps'] as $step ) {
		foreach ( OF_STEPS as $key ) {
			$texts[ "steps.{$step['id']}.$key" ] = $step[ $key ] ?? '';
		}
		foreach ( $step['options'] as $option ) {
			foreach ( OF_OPTIONS as $key ) {
				$texts[ "options.{$option['id']}.$key" ] = $option[ $key ];
			}
		}
	}
	foreach ( $content['teams'] as $slug => $team ) {
		foreach ( OF_TEAMS as $key ) {
			$texts[ "teams.$slug.$key" ] = $team[ $key ] ?? null;
		}
	}

	return $texts;
}

/**
 * Gives a quiz with changes applied. A change whose place is no longer there does nothing.
 *
 * @param array                      $content As content/orientation.php.
 * @param array<string, string|null> $changes By place.
 */
function apply( array $content, array $changes ): array {
	if ( ! $changes ) {
		return $content;
	}

	foreach ( $content['steps'] as $index => $step ) {
		$content['steps'][ $index ] = changed( $step, "steps.{$step['id']}.", OF_STEPS, $changes );
		foreach ( $step['options'] as $place => $option ) {
			$content['steps'][ $index ]['options'][ $place ] = changed( $option, "options.{$option['id']}.", OF_OPTIONS, $changes );
		}
	}
	foreach ( $content['teams'] as $slug => $team ) {
		$content['teams'][ $slug ] = changed( $team, "teams.$slug.", OF_TEAMS, $changes );
	}

	return $content;
}

/**
 * Gives one object with its changes.
 *
 * @param array    $given   Step, option or team.
 * @param string   $before  What stands before the key in a place.
 * @param string[] $keys    What can be changed in it.
 * @param array    $changes By place.
 */
function changed( array $given, string $before, array $keys, array $changes ): array {
	foreach ( $keys as $key ) {
		if ( array_key_exists( $before . $key, $changes ) ) {
			$given[ $key ] = $changes[ $before . $key ];
		}
	}

	return $given;
}

/**
 * Gives what must be kept so that a quiz has these texts: nothing for a text that is the quiz's own.
 *
 * @param array                      $own     The quiz without changes.
 * @param array<string, string|null> $changes Those kept so far.
 * @param array<string, string|null> $texts   Those wanted now; places that the quiz does not have are left out.
 * @return array<string, string|null>
 */
function merge( array $own, array $changes, array $texts ): array {
	$owns = texts( $own );

	foreach ( array_intersect_key( $texts, $owns ) as $place => $text ) {
		if ( (string) $text === (string) $owns[ $place ] ) {
			unset( $changes[ $place ] );
		} else {
			$changes[ $place ] = $text;
		}
	}

	return $changes;
}

/**
 * Gives the places whose text differs, with what it was and what it is.
 *
 * @param array $before A quiz.
 * @param array $after  Another.
 * @return array<string, array{0: string|null, 1: string|null}> Only places that both have.
 */
function differences( array $before, array $after ): array {
	$after = texts( $after );
	$found = array();

	foreach ( array_intersect_key( texts( $before ), $after ) as $place => $text ) {
		if ( (string) $text !== (string) $after[ $place ] ) {
			$found[ $place ] = array( $text, $after[ $place ] );
		}
	}

	return $found;
}
