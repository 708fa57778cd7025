<?php
/**
 * What the tab "Quiz" can do. Each leads back to the tab, which says what happened and offers to undo it.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Settings\Quiz\Actions;

use Wayfinder\ContentChanges;
use Wayfinder\ContentFields;
use Wayfinder\Contents;
use Wayfinder\ContentSchema;
use Wayfinder\ContentStore;
use Wayfinder\ContentWords;
use Wayfinder\Settings\Actions;
use Wayfinder\Settings\Quiz;
use Wayfinder\Settings\Quiz\Edit;
use Wayfinder\Settings\Quiz\Former;
use Wayfinder\Settings\Quiz\Import;
use Wayfinder\Settings\Quiz\Teams;
use Wayfinder\Settings\Quiz\Words;

/**
 * Hooks.
 */
function bootstrap(): void {
	$actions = array(
		'state'    => 'change_state',
		'text'     => 'save_texts',
		'reset'    => 'reset_texts',
		'check'    => 'check',
		'use'      => 'use_draft',
		'discard'  => 'discard_draft',
		'standard' => 'choose_standard',
		'delete'   => 'delete_quiz',
		'back'     => 'go_back',
		'export'   => 'export',
	);
	foreach ( $actions as $action => $function ) {
		add_action( 'admin_post_wayfinder_quiz_' . $action, __NAMESPACE__ . '\\' . $function );
	}
}

/**
 * Pauses a team or makes it active again, and comes back at its row.
 */
function change_state(): void {
	$name  = begin( 'state' );
	$slug  = Actions\field( 'team' );
	$state = Actions\field( 'state' );
	$team  = Contents\find( $name )['teams'][ $slug ] ?? null;
	if ( ! $team || ! in_array( $state, array( 'active', 'paused' ), true ) ) {
		say( 'error', __( 'There is no such team in this quiz.', 'wayfinder' ), $name );
	}

	/* translators: %s: a team. */
	$what = sprintf( 'paused' === $state ? __( '%s is paused.', 'wayfinder' ) : __( '%s is active again.', 'wayfinder' ), $team['name'] );
	$done = ContentChanges\change_state( $name, $slug, $state, seen(), 'Wayfinder\Settings\Quiz\Words\states_in_words' );
	if ( is_wp_error( $done ) && 'invalid' === $done->get_error_code() ) {
		/* translators: 1: a team, 2: what would be wrong. */
		say( 'error', sprintf( __( '%1$s cannot be paused: then the quiz would not work. %2$s', 'wayfinder' ), $team['name'], implode( '; ', array_map( 'Wayfinder\ContentWords\plain', ContentWords\sentences_about( $done->get_error_data(), Contents\find( $name ) ) ) ) . '.' ), $name );
	}
	if ( is_wp_error( $done ) ) {
		finish( $name, $done, $what );
	}

	/* translators: %s: what is now, a sentence. */
	$notice = Actions\notice( 'success', '1' === Actions\field( 'undo' ) ? sprintf( __( 'Undone: %s', 'wayfinder' ), $what ) : $what );

	$notice['offer'] = Teams\undo( $name, $slug, array( 'state' => $state ) + $team, $done );
	Actions\say_and_go_back( array( $notice ), array(), null, Quiz\TAB, array( 'quiz' => $name, 'team' => $slug ), Teams\id_of( $slug ) ); // phpcs:ignore WordPress.Arrays
}

/**
 * Saves the texts of one part.
 */
function save_texts(): void {
	$name    = begin( 'text' );
	$content = Contents\find( $name );
	$part    = Actions\field( 'part' );
	$label   = Edit\parts( $content )[ $part ] ?? null;
	if ( null === $label ) {
		say( 'error', __( 'This part of the quiz is not there any more.', 'wayfinder' ), $name, 'edit' );
	}

	$texts = Edit\read_texts( wp_unslash( $_POST['text'] ?? array() ), Edit\texts_of( $content, $part ) ); // phpcs:ignore WordPress.Security -- begin() checked the nonce; ContentSchema judges each text.
	/* translators: %s: a team or step. */
	$what = sprintf( __( 'Texts of “%s” were changed.', 'wayfinder' ), $label );
	$done = Actions\field( 'language' ) === determine_locale()
		? ContentChanges\change_texts( $name, $texts, seen(), $what )
		: new \WP_Error( 'changed', __( 'Your language changed while you wrote.', 'wayfinder' ) );
	if ( ! is_wp_error( $done ) || 'same' === $done->get_error_code() ) {
		finish( $name, $done, $what, 'edit', $part );
	}

	$is_conflict = 'changed' === $done->get_error_code();
	$words       = $done->get_error_message() . ( $is_conflict ? ' ' . __( 'Your words are in the fields, what is kept now stands under each. Save again to use yours.', 'wayfinder' ) : '' );
	$errors      = errors_by_place( $done );
	$notices     = $errors ? array() : array( Actions\notice( 'warning', $words ) ); // The summary of errors says it better.
	Actions\say_and_go_back( $notices, $errors, compact( 'part', 'texts', 'is_conflict' ), Quiz\TAB, array( 'quiz' => $name, 'view' => 'edit' ) ); // phpcs:ignore WordPress.Arrays
}

/**
 * The complaints of a refusal, by the place of the text.
 *
 * @param \WP_Error $refusal With the errors as its data.
 * @return string[]
 */
function errors_by_place( \WP_Error $refusal ): array {
	$errors = array();
	foreach ( (array) $refusal->get_error_data() as $error ) {
		$is_whole = 1 === preg_match( '/^(steps\.|teams\.|title$)/', $error['at'] );

		$errors[ $is_whole ? $error['at'] : 'options.' . $error['at'] ] = ContentWords\complaint( $error );
	}

	return $errors;
}

/**
 * Takes the site's words out of the plugin's own quiz, one or all.
 */
function reset_texts(): void {
	begin( 'reset' );
	$place = Actions\field( 'place' );
	$part  = '';
	foreach ( array_keys( Edit\parts( Contents\find( Contents\OWN ) ) ) as $one ) {
		$part = array_key_exists( $place, Edit\texts_of( Contents\plugins_own(), $one ) ) ? $one : $part;
	}

	$what = '' === $place
		? __( 'Everything has the plugin’s words again.', 'wayfinder' )
		/* translators: %s: name of a text. */
		: sprintf( __( '“%s” has the plugin’s words again.', 'wayfinder' ), Edit\label_of( $place ) );
	finish( Contents\OWN, ContentChanges\use_plugins_words( $place, seen(), $what ), $what, 'edit', $part );
}

/**
 * Checks JSON and shows the preview, or what is wrong.
 */
function check(): void {
	Actions\insist( 'wayfinder_quiz_check' );

	$given  = Import\given();
	$read   = '' === $given['fault'] ? ContentSchema\read( $given['json'] ) : array( 'errors' => array( ContentFields\error( 'quiz', $given['fault'] ) ) );
	$errors = $read['errors'] ? $read['errors'] : ContentChanges\put_errors( $read['content'] );
	if ( $errors ) {
		$typed = strlen( $given['json'] ) <= ContentSchema\MOST_BYTES ? wp_check_invalid_utf8( $given['json'] ) : '';
		Actions\say_and_go_back( array(), ContentWords\sentences( $errors ), $typed, Quiz\TAB, array( 'view' => 'import' ) );
	}

	Import\keep_draft( $read['content'] );
	Actions\say_and_go_back( array(), array(), null, Quiz\TAB, array( 'view' => 'preview' ) );
}

/**
 * Makes the draft live.
 */
function use_draft(): void {
	Actions\insist( 'wayfinder_quiz_use' );

	$draft = Import\draft();
	if ( ! $draft ) {
		say( 'error', __( 'There is no quiz to use. A checked file is kept for a day.', 'wayfinder' ), '', 'import' );
	}

	if ( ! hash_equals( Import\mark_of( $draft ), Actions\field( 'draft' ) ) ) {
		say( 'warning', __( 'Another file was checked meanwhile, perhaps in another window. This is the preview of that one; nothing is live yet.', 'wayfinder' ), '', 'preview' );
	}

	$name = $draft['content']['name'];
	/* translators: %s: a quiz's title. */
	$what = sprintf( Import\replaced( $draft ) ? __( '“%s” was imported and replaced the former one.', 'wayfinder' ) : __( '“%s” was imported.', 'wayfinder' ), $draft['content']['title'] );
	$done = ContentChanges\put( $draft['content'], seen(), $what );
	if ( is_wp_error( $done ) && 'changed' === $done->get_error_code() ) {
		Import\keep_draft( $draft['content'] );
		say( 'warning', __( 'Somebody changed this quiz meanwhile. Please look at the preview again: it compares with what is live now.', 'wayfinder' ), '', 'preview' );
	}
	if ( ! is_wp_error( $done ) ) {
		Import\forget_draft();
	}
	finish( $name, $done, $what );
}

/**
 * Forgets the draft.
 */
function discard_draft(): void {
	Actions\insist( 'wayfinder_quiz_discard' );
	Import\forget_draft();
	say( 'success', __( 'The draft is discarded. Nothing was changed.', 'wayfinder' ) );
}

/**
 * Chooses the quiz of blocks that choose none.
 */
function choose_standard(): void {
	$name = begin( 'standard' );
	$done = ContentStore\choose( Contents\OWN === $name ? '' : $name );
	if ( is_wp_error( $done ) ) {
		say( 'warning', $done->get_error_message(), $name );
	}
	/* translators: %s: a quiz's title. */
	say( 'success', sprintf( __( 'Blocks that choose no quiz show “%s” now.', 'wayfinder' ), Quiz\title( $name ) ), $name );
}

/**
 * Deletes a further quiz.
 */
function delete_quiz(): void {
	$name = begin( 'delete' );
	/* translators: %s: a quiz's title. */
	$what = sprintf( __( '“%s” was deleted.', 'wayfinder' ), Quiz\title( $name ) );
	finish( $name, ContentChanges\delete( $name, seen(), $what ), $what );
}

/**
 * Makes a former version live again; the way from here back is kept too.
 */
function go_back(): void {
	Actions\insist( 'wayfinder_quiz_back' );

	$name  = Actions\field( 'quiz' );
	$id    = (int) Actions\field( 'id' );
	$then  = array_column( ContentStore\former( $name ), 'before', 'id' )[ $id ] ?? null;
	$now   = Contents\of_record( $name, ContentStore\record( $name ) );
	$words = Words\what_is_now( $now, Contents\of_record( $name, $then ) );
	/* translators: %s: what is now, a sentence. */
	$what = sprintf( ContentStore\revision( $name ) === $id ? __( 'Undone: %s', 'wayfinder' ) : __( 'An earlier version is live: %s', 'wayfinder' ), $words );
	finish( $name, ContentChanges\go_back( $name, $id, seen(), $what ), $what );
}

/**
 * Sends a quiz as a file. The plugin's own leaves under another name, so that it can come back edited.
 */
function export(): void {
	Actions\insist( 'wayfinder_quiz_export' );

	$content = Contents\find( Quiz\asked( 'quiz' ) );
	if ( Contents\OWN === $content['name'] ) {
		$content = array_merge( $content, array( 'name' => 'site', 'title' => __( 'The questions of this site', 'wayfinder' ) ) ); // phpcs:ignore WordPress.Arrays
	}
	$content = array( '$schema' => plugins_url( 'content/schema.json', \Wayfinder\FILE ) ) + $content;

	nocache_headers();
	header( 'Content-Type: application/json; charset=utf-8' );
	header( 'Content-Disposition: attachment; filename="wayfinder-' . $content['name'] . '.json"' );
	header( 'X-Content-Type-Options: nosniff' );
	echo wp_json_encode( $content, JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE ) . "\n"; // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- JSON, as a file.
	exit;
}

/**
 * May they, did they mean it, and is there such a quiz?
 *
 * @param string $action The action, without what all have in common.
 * @return string The quiz's name.
 */
function begin( string $action ): string {
	Actions\insist( 'wayfinder_quiz_' . $action );

	$name = Actions\field( 'quiz' );
	if ( ! isset( Contents\all()[ $name ] ) ) {
		say( 'error', __( 'This quiz is not there any more.', 'wayfinder' ) );
	}

	return $name;
}

/**
 * The version that the editor saw.
 */
function seen(): int {
	return (int) Actions\field( 'revision' );
}

/**
 * Leads back and says what happened; what was done can be undone.
 *
 * @param string        $name The quiz's name.
 * @param int|\WP_Error $done The new revision, or why not.
 * @param string        $what What was done, a sentence.
 * @param string        $view The view to go back to.
 * @param string        $part The part to open there.
 */
function finish( string $name, $done, string $what, string $view = '', string $part = '' ): void {
	if ( is_wp_error( $done ) ) {
		$words = $done->get_error_message() . ( 'changed' === $done->get_error_code() ? ' ' . __( 'Nothing was done. This is what is live now.', 'wayfinder' ) : '' );
		say( 'same' === $done->get_error_code() ? 'info' : 'warning', $words, $name, $view, $part );
	}

	$notice          = Actions\notice( 'success', $what );
	$notice['offer'] = Former\way_back( $name, $done, $done, __( 'Undo', 'wayfinder' ), $what );
	Actions\say_and_go_back( array( $notice ), array(), null, Quiz\TAB, compact_address( $name, $view, $part ) );
}

/**
 * Leads back and says one thing.
 *
 * @param string $type success, warning, error or info.
 * @param string $text The words.
 * @param string $name The quiz to show.
 * @param string $view The view to go back to.
 * @param string $part The part to open there.
 */
function say( string $type, string $text, string $name = '', string $view = '', string $part = '' ): void {
	Actions\say_and_go_back( array( Actions\notice( $type, $text ) ), array(), null, Quiz\TAB, compact_address( $name, $view, $part ) );
}

/**
 * What the tab reads from its address.
 *
 * @param string $quiz The quiz's name.
 * @param string $view The view.
 * @param string $part The part to open.
 */
function compact_address( string $quiz, string $view, string $part ): array {
	return compact( 'quiz', 'view', 'part' );
}
