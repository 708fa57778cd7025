<?php
/**
 * Where a quiz comes in: a file or pasted JSON is checked, and waits as a draft until somebody uses it.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Settings\Quiz\Import;

use Wayfinder\Contents;
use Wayfinder\ContentSchema;
use Wayfinder\ContentStore;
use Wayfinder\Settings\Quiz;

const DRAFT = 'wayfinder_draft_';

/**
 * Prints the form. Its action stands in the address, so that it arrives even when PHP drops a file that is too large.
 *
 * @param string $name Not used.
 * @param array  $said What the last action said: errors, and typed: the JSON.
 */
function print_import( string $name, array $said ): void {
	$action = wp_nonce_url( admin_url( 'admin-post.php?action=wayfinder_quiz_check' ), 'wayfinder_quiz_check' );

	echo '<h2>' . esc_html__( 'Add a quiz, or replace one', 'wayfinder' ) . '</h2>';
	Quiz\print_summary( __( 'This cannot be used yet:', 'wayfinder' ), array_values( $said['errors'] ) );
	echo '<p>' . esc_html__( 'Export a quiz of this page, edit the file, and bring it back here. It is checked first, and you see what it would change; nothing is live before you say so. A file with the name of a quiz that is here replaces that quiz.', 'wayfinder' ) . '</p>';

	printf( '<form method="post" enctype="multipart/form-data" action="%s">', esc_url( $action ) );
	printf( '<p class="wayfinder-field"><label for="wayfinder-file">%s</label><input type="file" id="wayfinder-file" name="file" accept=".json,application/json"></p>', esc_html__( 'File with JSON, at most 256 KB', 'wayfinder' ) );
	printf(
		'<p class="wayfinder-field"><label for="wayfinder-json">%s</label><textarea id="wayfinder-json" name="json" rows="14" class="code" spellcheck="false" aria-describedby="wayfinder-json-help">%s</textarea><span class="description" id="wayfinder-json-help">%s</span></p>',
		esc_html__( 'Or paste the JSON here', 'wayfinder' ),
		esc_textarea( is_string( $said['typed'] ) ? $said['typed'] : '' ),
		esc_html__( 'If you choose a file too, the file counts.', 'wayfinder' )
	);
	printf( '<p><button type="submit" class="button button-primary">%s</button></p></form>', esc_html__( 'Check and preview', 'wayfinder' ) );

	if ( draft() ) {
		printf( '<p><a href="%s">%s</a></p>', esc_url( Quiz\address( '', 'preview' ) ), esc_html__( 'Look at the quiz that you checked last', 'wayfinder' ) );
	}
}

/**
 * The JSON that came in: the file, else what was pasted.
 *
 * @return array{json: string, fault: string} Fault is empty, or what kept a file from coming in.
 */
function given(): array {
	// phpcs:disable WordPress.Security -- the caller checked the nonce; ContentSchema\read() judges each byte.
	$file  = $_FILES['file'] ?? array();
	$json  = wp_unslash( $_POST['json'] ?? '' );
	$fault = ! $_POST && (int) ( $_SERVER['CONTENT_LENGTH'] ?? 0 ) > 0 ? 'too_large' : fault_of_file( $file );
	// phpcs:enable

	$json = is_string( $json ) ? $json : '';
	if ( '' === $fault && is_uploaded_file( $file['tmp_name'] ?? '' ) ) {
		$json = (string) file_get_contents( $file['tmp_name'] );
	}

	return compact( 'json', 'fault' );
}

/**
 * What is wrong with a file before anybody reads it; nothing when none was chosen.
 *
 * @param array $file As PHP describes it.
 */
function fault_of_file( array $file ): string {
	$fault = $file['error'] ?? UPLOAD_ERR_NO_FILE;

	if ( UPLOAD_ERR_NO_FILE === $fault ) {
		return '';
	}
	if ( UPLOAD_ERR_INI_SIZE === $fault || UPLOAD_ERR_FORM_SIZE === $fault || ( UPLOAD_ERR_OK === $fault && $file['size'] > ContentSchema\MOST_BYTES ) ) {
		return 'too_large';
	}

	return UPLOAD_ERR_OK === $fault ? '' : 'not_arrived';
}

/**
 * Keeps a draft for this person, a day.
 *
 * @param array $content A quiz without errors.
 */
function keep_draft( array $content ): void {
	$revision = ContentStore\revision( $content['name'] );

	set_transient( DRAFT . get_current_user_id(), compact( 'content', 'revision' ), DAY_IN_SECONDS );
}

/**
 * This person's draft.
 *
 * @return array|null Content, and the revision that its quiz had when it was checked.
 */
function draft(): ?array {
	$draft = get_transient( DRAFT . get_current_user_id() );

	return is_array( $draft['content'] ?? null ) ? $draft : null;
}

/**
 * A short word for what is in a draft, so that what goes live is what was looked at.
 *
 * @param array $draft The draft.
 */
function mark_of( array $draft ): string {
	return hash( 'sha256', (string) wp_json_encode( $draft['content'] ) );
}

/**
 * Forgets the draft.
 */
function forget_draft(): void {
	delete_transient( DRAFT . get_current_user_id() );
}

/**
 * The quiz that a draft would replace.
 *
 * @param array $draft The draft.
 * @return array|null Null when it is a new one.
 */
function replaced( array $draft ): ?array {
	$name = $draft['content']['name'];

	return isset( ContentStore\titles()[ $name ] ) ? Contents\find( $name ) : null;
}
