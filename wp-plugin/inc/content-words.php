<?php
/**
 * What is wrong with a quiz, and what is odd about it, in sentences.
 *
 * @package Wayfinder
 */

namespace Wayfinder\ContentWords;

const MOST_SHOWN = 20;

/**
 * The sentences for a list of errors or warnings; a long list ends with how many more there are.
 *
 * @param array[] $errors As ContentSchema\errors() gives them.
 * @return string[]
 */
function sentences( array $errors ): array {
	$shown = array_map( __NAMESPACE__ . '\sentence', array_slice( $errors, 0, MOST_SHOWN ) );
	$more  = count( $errors ) - count( $shown );

	/* translators: %d: number of further errors. */
	return $more > 0 ? array_merge( $shown, array( sprintf( __( 'and %d more', 'wayfinder' ), $more ) ) ) : $shown;
}

/**
 * The sentence for one error: the place, then what is wrong there.
 *
 * @param array $error At, what, with.
 */
function sentence( array $error ): string {
	return $error['at'] . ': ' . vsprintf( words()[ $error['what'] ], $error['with'] );
}

/**
 * The sentences about a quiz that people know: what each thing is called, and its id behind that in small.
 *
 * @param array[] $errors  As ContentSchema\errors() gives them.
 * @param array   $content The quiz.
 * @return string[] HTML.
 */
function sentences_about( array $errors, array $content ): array {
	$sentences = array();
	foreach ( array_slice( $errors, 0, MOST_SHOWN ) as $error ) {
		$name  = called( $error['at'], $content );
		$words = esc_html( vsprintf( words()[ $error['what'] ], $error['with'] ) );

		$sentences[] = '' === $name
			? esc_html( $error['at'] ) . ': ' . $words
			: sprintf( '“%s” <small>(%s)</small>: %s', esc_html( $name ), esc_html( $error['at'] ), $words );
	}

	return array_merge( $sentences, array_map( 'esc_html', array_slice( sentences( $errors ), MOST_SHOWN ) ) );
}

/**
 * A sentence of sentences_about() without its HTML.
 *
 * @param string $sentence HTML.
 */
function plain( string $sentence ): string {
	return wp_specialchars_decode( wp_strip_all_tags( $sentence ), ENT_QUOTES );
}

/**
 * What people call the thing at a place.
 *
 * @param string $at      The place, in the content's own words.
 * @param array  $content The quiz.
 * @return string Empty when it has no name of its own.
 */
function called( string $at, array $content ): string {
	foreach ( $content['teams'] as $slug => $team ) {
		if ( 0 === strpos( "$at.", "teams.$slug." ) ) {
			return $team['name'];
		}
	}
	foreach ( $content['steps'] as $step ) {
		if ( "step \"{$step['id']}\"" === $at || 0 === strpos( "$at.", "steps.{$step['id']}." ) ) {
			return $step['title'];
		}
		foreach ( $step['options'] as $option ) {
			if ( 0 === strpos( "$at.", $option['id'] . '.' ) || 0 === strpos( $at, "options.{$option['id']}." ) ) {
				return $option['label'];
			}
		}
	}

	return '';
}

/**
 * What is wrong, without its place.
 *
 * @param array $error At, what, with.
 */
function complaint( array $error ): string {
	return ucfirst( vsprintf( words()[ $error['what'] ], $error['with'] ) ) . '.';
}

/**
 * What each kind of error says.
 *
 * @return string[]
 */
function words(): array {
	return words_about_files() + words_about_values() + array(
		'few_active'     => __( 'has %1$d active teams; at least %2$d are needed', 'wayfinder' ),
		'too_many'       => __( 'there are %1$d; at most %2$d are possible', 'wayfinder' ),
		'no_steps'       => __( 'there is no step', 'wayfinder' ),
		'no_options'     => __( 'has no options', 'wayfinder' ),
		'options_count'  => __( 'has %1$d options; %2$d to %3$d are possible', 'wayfinder' ),
		'all_paused'     => __( 'all of its options are paused; at least one must be active', 'wayfinder' ),
		'ids_too_long'   => __( 'all ids together must fit into %d characters, so that an address can hold them', 'wayfinder' ),
		'twice'          => __( '%s stands twice', 'wayfinder' ),
		'unknown_team'   => __( 'unknown team "%s"', 'wayfinder' ),
		'bad_weight'     => __( 'the weight of "%s" is not 1, 2 or 3', 'wayfinder' ),
		'no_active_team' => __( 'names no active team', 'wayfinder' ),
	) + words_about_oddities();
}

/**
 * What is said about a file as a whole.
 *
 * @return string[]
 */
function words_about_files(): array {
	return array(
		'too_large'   => __( 'the file is too large; at most 256 KB are possible', 'wayfinder' ),
		'not_arrived' => __( 'the file did not arrive whole; please try again', 'wayfinder' ),
		'nothing'     => __( 'there is nothing in it', 'wayfinder' ),
		'no_json'     => __( 'this is not JSON; a comma or a quotation mark may be missing', 'wayfinder' ),
		'too_deep'    => __( 'it is nested too deeply to be a quiz', 'wayfinder' ),
		'not_utf8'    => __( 'has characters that are not UTF-8', 'wayfinder' ),
		'reserved'    => __( 'the name "default" belongs to the plugin’s own quiz; give yours another name, such as "site", and import it again', 'wayfinder' ),
	);
}

/**
 * What is said about a key or a value.
 *
 * @return string[]
 */
function words_about_values(): array {
	return array(
		'no_map'      => __( 'must be an object, in curly brackets', 'wayfinder' ),
		'no_list'     => __( 'must be a list, in square brackets', 'wayfinder' ),
		'no_text'     => __( 'must be a text', 'wayfinder' ),
		'no_number'   => __( 'must be a whole number from 1 to %d', 'wayfinder' ),
		'unknown_key' => __( 'unknown key "%s"', 'wayfinder' ),
		'missing'     => __( '"%s" is missing', 'wayfinder' ),
		'empty'       => __( 'must not be empty', 'wayfinder' ),
		'too_long'    => __( 'is longer than %d characters', 'wayfinder' ),
		'markup'      => __( 'must be plain text, without the sign <', 'wayfinder' ),
		'control'     => __( 'has a line break or a sign that cannot be seen', 'wayfinder' ),
		'not_https'   => __( 'not an https address', 'wayfinder' ),
		'bad_state'   => __( 'must be "active" or "paused"', 'wayfinder' ),
		'bad_name'    => __( 'must have 1 to 40 small letters, digits and hyphens, with at least one letter and no hyphen first', 'wayfinder' ),
		'bad_step'    => __( 'must have 1 to 20 small letters, digits and hyphens, a letter first', 'wayfinder' ),
		'bad_option'  => __( 'must be like "skill.media": small letters, a dot, then small letters, digits and hyphens', 'wayfinder' ),
		'bad_team'    => __( 'a team’s id must have 1 to 40 small letters, digits and hyphens, with at least one letter and no hyphen first', 'wayfinder' ),
		'bad_channel' => __( 'must be a channel’s name without #, in small letters, digits and hyphens', 'wayfinder' ),
		'bad_icon'    => __( 'must be an icon’s name in small letters, digits and hyphens', 'wayfinder' ),
	);
}

/**
 * What is odd, though it works.
 *
 * @return string[]
 */
function words_about_oddities(): array {
	return array(
		'never_shown'     => __( 'with one answer in each step, it is never recommended', 'wayfinder' ),
		'never_first'     => __( 'with one answer in each step, it is never the first team', 'wayfinder' ),
		'too_often'       => __( 'with one answer in each step, it is on %d %% of the results; more than 40 %% makes the advice weak', 'wayfinder' ),
		'unequal_weights' => __( 'gives its teams different weights; then one more answer can push down a team that it speaks for', 'wayfinder' ),
		'unknown_icon'    => __( 'there is no icon "%s"; the signpost is shown', 'wayfinder' ),
	);
}
