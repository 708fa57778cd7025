<?php
/**
 * Where the site's quizzes are kept: an option for each, and the last versions of each with who changed what.
 *
 * Only a small index loads with every page: a site that changed nothing pays one read for it, any other one for the
 * quiz it shows. A record is what is live: "changes" of the plugin's own quiz, or "content" of a further one. Writing
 * happens under a lock, against the revision that the writer saw, so that nobody overwrites what they did not see.
 *
 * @package Wayfinder
 */

namespace Wayfinder\ContentStore;

use Wayfinder\Contents;

const INDEX        = 'wayfinder_quizzes';
const RECORD       = 'wayfinder_quiz_';
const FORMER       = 'wayfinder_former_';
const GONE         = 'wayfinder_gone';
const LOCK         = 'wayfinder_quiz_lock_';
const LOCK_S       = 10;
const LOCK_TRIES   = 20;
const LOCK_WAIT_US = 100000;
const MOST_FORMER  = 10;
const RUN_S        = 600;
const MOST_GONE    = 10;
const MOST_QUIZZES = 20;

/**
 * What every page may need.
 *
 * @return array Titles of the further quizzes by name; chosen, the name of the standard quiz or nothing; is_changed,
 *               whether there are changes to the plugin's own quiz.
 */
function index(): array {
	return (array) get_option( INDEX, array() ) + array(
		'titles'     => array(),
		'chosen'     => '',
		'is_changed' => false,
	);
}

/**
 * The titles of the further quizzes.
 *
 * @return array<string, string> By name.
 */
function titles(): array {
	return index()['titles'];
}

/**
 * The name that was chosen for the standard quiz; empty when nobody chose.
 */
function chosen(): string {
	return index()['chosen'];
}

/**
 * What is live of a quiz.
 *
 * @param string $name The quiz's name.
 * @return array|null Null when nothing is kept: no such quiz, or the plugin's own as it came.
 */
function record( string $name ): ?array {
	$is_kept = Contents\OWN === $name ? index()['is_changed'] : isset( titles()[ $name ] );
	$record  = $is_kept ? get_option( RECORD . $name, null ) : null;

	return is_array( $record ) ? $record : null;
}

/**
 * The number of the version that is live; it only grows, also when a quiz goes and comes back.
 *
 * @param string $name The quiz's name.
 */
function revision( string $name ): int {
	return (int) ( former( $name )[0]['id'] ?? 0 );
}

/**
 * What was done to a quiz, the latest first.
 *
 * @param string $name The quiz's name.
 * @return array[] Each with "id" (the revision it led to), "at", "by" (an account's id), "what" (words), "before" (a
 *                 record or null), "kind" (of what is done several times in a row; else empty).
 */
function former( string $name ): array {
	return array_values( array_filter( (array) get_option( FORMER . $name, array() ), 'is_array' ) );
}

/**
 * The deleted quizzes that can be brought back.
 *
 * @return array<string, string> Titles by name.
 */
function gone(): array {
	return array_diff_key( (array) get_option( GONE, array() ), titles() );
}

/**
 * Makes a record the live one, and keeps the one before.
 *
 * @param string     $name     The quiz's name.
 * @param array|null $record   "changes" or "content"; null to delete.
 * @param int        $expected The revision that the writer saw.
 * @param string     $what     What was done, in words.
 * @param string     $kind     Joins this change to the one before, see run().
 * @return int|\WP_Error The new revision. Errors: changed, busy, full, not_kept.
 */
function write( string $name, ?array $record, int $expected, string $what, string $kind = '' ) {
	return under_lock( $name, static fn() => write_locked( $name, $record, $expected, $what, $kind ) );
}

/**
 * The last change, if it is of this kind, by the same person, and minutes ago: the next one joins it as one former
 * version, so that many small changes in a row do not push out the versions that hold somebody's words.
 *
 * @param string $name The quiz's name.
 * @param string $kind The kind; nothing joins what has none.
 * @return array|null An entry of former().
 */
function run( string $name, string $kind ): ?array {
	$latest  = former( $name )[0] ?? null;
	$is_same = $latest && '' !== $kind && ( $latest['kind'] ?? '' ) === $kind && get_current_user_id() === (int) $latest['by'];

	return $is_same && time() - (int) strtotime( $latest['at'] ) <= RUN_S ? $latest : null;
}

/**
 * Chooses the standard quiz.
 *
 * @param string $name A quiz's name; empty for the plugin's own.
 * @return true|\WP_Error Errors: busy, not_kept.
 */
function choose( string $name ) {
	return under_lock(
		$name,
		static fn() => keep( INDEX, array( 'chosen' => $name ) + index() ) ? true : not_kept()
	);
}

/**
 * Does what write() promises, while nobody else writes.
 *
 * @param string     $name     The quiz's name.
 * @param array|null $record   The record; null to delete.
 * @param int        $expected The revision that the writer saw.
 * @param string     $what     What was done, in words.
 * @param string     $kind     Of what is done several times in a row.
 * @return int|\WP_Error
 */
function write_locked( string $name, ?array $record, int $expected, string $what, string $kind ) {
	$former = former( $name );
	if ( revision( $name ) !== $expected ) {
		return new \WP_Error( 'changed', __( 'Somebody changed this quiz meanwhile.', 'wayfinder' ) );
	}
	if ( $record && Contents\OWN !== $name && ! isset( titles()[ $name ] ) && count( Contents\all() ) >= MOST_QUIZZES ) {
		/* translators: %d: the most quizzes of a site. */
		return new \WP_Error( 'full', sprintf( __( 'This site has %d quizzes, and no more are possible. Delete one first.', 'wayfinder' ), MOST_QUIZZES ) );
	}

	$before = record( $name );
	$was    = kept( array( FORMER . $name, RECORD . $name, INDEX, GONE ) );
	$joined = run( $name, $kind ) ? array_shift( $former ) : array();
	array_unshift(
		$former,
		array(
			'id'     => $expected + 1,
			'at'     => gmdate( 'Y-m-d\TH:i:s\Z' ),
			'by'     => get_current_user_id(),
			'what'   => $what,
			'before' => $joined ? $joined['before'] : $before,
			'kind'   => $kind,
		)
	);

	if ( keep( FORMER . $name, array_slice( $former, 0, MOST_FORMER ) ) && keep( RECORD . $name, $record ) && list_again( $name, $record, $before ) ) {
		return $expected + 1;
	}

	array_map( __NAMESPACE__ . '\keep', array_keys( $was ), $was );
	return not_kept();
}

/**
 * The refusal when the database is ill.
 */
function not_kept(): \WP_Error {
	return new \WP_Error( 'not_kept', __( 'The database did not keep this. Nothing was changed.', 'wayfinder' ) );
}

/**
 * Reads options, to put them back if need be.
 *
 * @param string[] $options Their names.
 * @return array<string, array|null> By name; null for what is not there.
 */
function kept( array $options ): array {
	$values = array_map( static fn( $option ) => get_option( $option, null ), $options );

	return array_combine( $options, array_map( static fn( $value ) => is_array( $value ) ? $value : null, $values ) );
}

/**
 * Writes an option, or deletes it.
 *
 * @param string     $option Its name.
 * @param array|null $value  What to keep; null for nothing.
 * @return bool Whether this is what is kept now; it may have been before, which to WordPress is no success.
 */
function keep( string $option, ?array $value ): bool {
	null === $value ? delete_option( $option ) : update_option( $option, $value, INDEX === $option );
	wp_cache_delete( $option, 'options' );

	return get_option( $option, null ) === $value;
}

/**
 * Brings the lists of quizzes up to date with one that was written.
 *
 * @param string     $name   The quiz's name.
 * @param array|null $record What is live now.
 * @param array|null $before What was live before.
 * @return bool Whether all of it is kept.
 */
function list_again( string $name, ?array $record, ?array $before ): bool {
	if ( Contents\OWN === $name ) {
		return keep( INDEX, array( 'is_changed' => null !== $record ) + index() );
	}

	$titles = titles();
	$gone   = array_diff_key( (array) get_option( GONE, array() ), array( $name => 0 ) );
	if ( $record ) {
		$titles[ $name ] = $record['content']['title'];
	} else {
		unset( $titles[ $name ] );
		$gone = array( $name => $before['content']['title'] ?? $name ) + $gone;
	}

	if ( ! keep( INDEX, compact( 'titles' ) + index() ) || ! keep( GONE, array_slice( $gone, 0, MOST_GONE, true ) ) ) {
		return false;
	}
	foreach ( array_slice( $gone, MOST_GONE, null, true ) as $forgotten => $title ) {
		delete_option( FORMER . $forgotten );
	}

	return true;
}

/**
 * Does something while no other request changes this site's quizzes, with what is really kept before its eyes.
 *
 * @param string   $name The quiz's name.
 * @param callable $act  What to do.
 * @return mixed What it gives, or a WP_Error: busy.
 */
function under_lock( string $name, callable $act ) {
	for ( $try = 1, $token = take_lock(); '' === $token && $try < LOCK_TRIES; $try++ ) {
		usleep( LOCK_WAIT_US );
		$token = take_lock();
	}
	if ( '' === $token ) {
		return new \WP_Error( 'busy', __( 'Somebody is saving a quiz at this moment. Please try again.', 'wayfinder' ) );
	}

	read_afresh( $name );
	$done = $act();
	release_lock( $token );

	return $done;
}

/**
 * Sees to it that the next reads ask the database: another request may just have written.
 *
 * @param string $name The quiz's name.
 */
function read_afresh( string $name ): void {
	foreach ( array( RECORD . $name, FORMER . $name, INDEX, GONE, 'alloptions', 'notoptions' ) as $key ) {
		wp_cache_delete( $key, 'options' );
	}
}

/**
 * Takes the lock on this site's quizzes; one that a dead request left is taken over.
 *
 * @return string What release_lock() wants; empty when another request has the lock.
 */
function take_lock(): string {
	global $wpdb;

	$now   = time();
	$token = $now . '-' . wp_generate_password( 12, false );
	$taken = $wpdb->query( $wpdb->prepare( "INSERT IGNORE INTO %i (option_name, option_value, autoload) VALUES (%s, %s, 'no')", $wpdb->options, LOCK, $token ) );
	if ( ! $taken ) {
		$taken = $wpdb->query( $wpdb->prepare( 'UPDATE %i SET option_value = %s WHERE option_name = %s AND option_value < %s', $wpdb->options, $token, LOCK, (string) ( $now - LOCK_S ) ) );
	}

	return $taken ? $token : '';
}

/**
 * Gives the lock back.
 *
 * @param string $token What take_lock() gave.
 */
function release_lock( string $token ): void {
	global $wpdb;

	$wpdb->query( $wpdb->prepare( 'DELETE FROM %i WHERE option_name = %s AND option_value = %s', $wpdb->options, LOCK, $token ) );
}
