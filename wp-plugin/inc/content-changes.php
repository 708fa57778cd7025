<?php
/**
 * What can be done to the site's quizzes: change texts, pause teams, put a whole quiz, delete, go back.
 *
 * Each takes the revision that the editor saw and gives the new one, or a WP_Error: changed, invalid (its data are the
 * errors), same (nothing to do), gone, busy, full, not_kept.
 *
 * @package Wayfinder
 */

namespace Wayfinder\ContentChanges;

use Wayfinder\Contents;
use Wayfinder\ContentFields;
use Wayfinder\ContentPatch;
use Wayfinder\ContentSchema;
use Wayfinder\ContentStore;

/**
 * Changes texts and states of a quiz. What was wrong before is nobody's fault now, and does not hinder.
 *
 * @param string                     $name     The quiz's name.
 * @param array<string, string|null> $texts    By place.
 * @param int                        $expected The revision that the editor saw.
 * @param string                     $what     What is done, in words.
 * @param string                     $kind     See ContentStore\run().
 * @return int|\WP_Error
 */
function change_texts( string $name, array $texts, int $expected, string $what, string $kind = '' ) {
	$before = Contents\find( $name );
	$record = with_texts( $name, $texts );
	$after  = Contents\of_record( $name, $record );
	$errors = array_udiff( ContentSchema\errors( $after ), ContentSchema\errors( $before ), static fn( $one, $other ) => strcmp( serialize( $one ), serialize( $other ) ) ); // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions.serialize_serialize -- only to compare.

	if ( $errors ) {
		return new \WP_Error( 'invalid', __( 'Nothing was saved. Please look at the fields below.', 'wayfinder' ), array_values( $errors ) );
	}
	if ( ContentStore\revision( $name ) === $expected && $after === $before ) {
		return new \WP_Error( 'same', __( 'Nothing was changed.', 'wayfinder' ) );
	}

	return ContentStore\write( $name, $record, $expected, $what, $kind );
}

/**
 * Pauses a team or makes it active again. Several in a row are one former version, with a sentence about all of them.
 *
 * @param string   $name     The quiz's name.
 * @param string   $slug     The team.
 * @param string   $state    Active or paused.
 * @param int      $expected The revision that the editor saw.
 * @param callable $say      Gives the sentence, from the quiz before and after.
 * @return int|\WP_Error
 */
function change_state( string $name, string $slug, string $state, int $expected, callable $say ) {
	$texts  = array( "teams.$slug.state" => $state );
	$run    = ContentStore\run( $name, 'state' );
	$before = Contents\of_record( $name, $run ? $run['before'] : ContentStore\record( $name ) );
	$after  = Contents\of_record( $name, with_texts( $name, $texts ) );

	return change_texts( $name, $texts, $expected, $say( $before, $after ), 'state' );
}

/**
 * The record of a quiz with these texts.
 *
 * @param string                     $name  The quiz's name.
 * @param array<string, string|null> $texts By place; "title" is the title of a further quiz.
 * @return array|null Null for the plugin's own quiz as it came.
 */
function with_texts( string $name, array $texts ): ?array {
	if ( Contents\OWN === $name ) {
		$changes = ContentPatch\merge( Contents\plugins_own(), ContentStore\record( $name )['changes'] ?? array(), $texts );
		return $changes ? compact( 'changes' ) : null;
	}

	$content = ContentPatch\apply( Contents\find( $name ), $texts );

	return array( 'content' => array_merge( $content, isset( $texts['title'] ) ? array( 'title' => $texts['title'] ) : array() ) );
}

/**
 * Takes the site's words out of the plugin's own quiz.
 *
 * @param string $place    A place; empty for all.
 * @param int    $expected The revision that the editor saw.
 * @param string $what     What is done, in words.
 * @return int|\WP_Error
 */
function use_plugins_words( string $place, int $expected, string $what ) {
	$changes = ContentStore\record( Contents\OWN )['changes'] ?? array();
	$left    = '' === $place ? array_filter( $changes, __NAMESPACE__ . '\is_state', ARRAY_FILTER_USE_KEY ) : array_diff_key( $changes, array( $place => 0 ) );

	return $left === $changes
		? new \WP_Error( 'same', __( 'Nothing was changed.', 'wayfinder' ) )
		: ContentStore\write( Contents\OWN, $left ? array( 'changes' => $left ) : null, $expected, $what );
}

/**
 * Whether a place is a state: "all words" leaves paused what is paused.
 *
 * @param string $place A place.
 */
function is_state( string $place ): bool {
	return '.state' === substr( $place, -6 );
}

/**
 * Puts a whole quiz, new or in place of the one with its name.
 *
 * @param array  $content  A quiz.
 * @param int    $expected The revision that the editor saw; 0 for none.
 * @param string $what     What is done, in words.
 * @return int|\WP_Error
 */
function put( array $content, int $expected, string $what ) {
	$errors = put_errors( $content );

	return $errors ? new \WP_Error( 'invalid', __( 'This quiz cannot be used.', 'wayfinder' ), $errors )
		: ContentStore\write( $content['name'], array( 'content' => $content ), $expected, $what );
}

/**
 * What is wrong with a quiz that somebody wants to put.
 *
 * @param array $content A quiz.
 */
function put_errors( array $content ): array {
	return array_merge(
		Contents\OWN === ( $content['name'] ?? '' ) ? array( ContentFields\error( 'name', 'reserved' ) ) : array(),
		ContentSchema\errors( $content )
	);
}

/**
 * Deletes a further quiz. It can be brought back from its former versions.
 *
 * @param string $name     The quiz's name.
 * @param int    $expected The revision that the editor saw.
 * @param string $what     What is done, in words.
 * @return int|\WP_Error
 */
function delete( string $name, int $expected, string $what ) {
	return isset( ContentStore\titles()[ $name ] )
		? ContentStore\write( $name, null, $expected, $what )
		: new \WP_Error( 'gone', __( 'This quiz is deleted already.', 'wayfinder' ) );
}

/**
 * Makes live again what was live before something was done.
 *
 * @param string $name     The quiz's name.
 * @param int    $id       What was done: an id of ContentStore\former().
 * @param int    $expected The revision that the editor saw.
 * @param string $what     What is done, in words.
 * @return int|\WP_Error
 */
function go_back( string $name, int $id, int $expected, string $what ) {
	foreach ( ContentStore\former( $name ) as $entry ) {
		if ( $entry['id'] === $id ) {
			return ContentStore\write( $name, $entry['before'], $expected, $what );
		}
	}

	return new \WP_Error( 'gone', __( 'This version is not kept any more.', 'wayfinder' ) );
}
