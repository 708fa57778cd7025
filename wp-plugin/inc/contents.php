<?php
/**
 * The quizzes of this site: the plugin's own, by the name "default", and those that the site made.
 *
 * A quiz ("content") has the form of content/orientation.php, and its name and title with it.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Contents;

use Wayfinder\ContentPatch;
use Wayfinder\ContentStore;

const OWN = 'default';

/**
 * Gives a quiz in the current language; the site's standard one when there is none of this name.
 *
 * @param string $name The quiz's name; empty for the site's standard.
 * @return array Name, title, version, steps, teams.
 */
function get( string $name = '' ): array {
	$name    = isset( all()[ $name ] ) ? $name : standard();
	$content = find( $name );

	/**
	 * Filters the questions and teams of the orientation.
	 *
	 * What has no steps and teams is ignored. Content with answers of its own needs a name of its own too.
	 *
	 * @param array $content As content/orientation.php, with name and title.
	 */
	$filtered = apply_filters( 'wayfinder_orientation_content', $content );

	return is_array( $filtered['steps'] ?? null ) && is_array( $filtered['teams'] ?? null ) ? $filtered + $content : $content;
}

/**
 * Lists the quizzes that there are.
 *
 * @return array<string, string> Titles by name, the plugin's own first.
 */
function all(): array {
	return array( OWN => __( 'The plugin’s own questions', 'wayfinder' ) ) + ContentStore\titles();
}

/**
 * Names the quiz of blocks and shortcodes that choose none.
 */
function standard(): string {
	$chosen = ContentStore\chosen();

	return isset( all()[ $chosen ] ) ? $chosen : OWN;
}

/**
 * Gives one quiz as it is kept; one read of an option.
 *
 * @param string $name A name that all() lists.
 */
function find( string $name ): array {
	return of_record( $name, ContentStore\record( $name ) ) ?? find( OWN );
}

/**
 * Gives the quiz that a record stands for.
 *
 * @param string     $name   The quiz's name.
 * @param array|null $record As the store keeps it; null for none.
 * @return array|null Null when there is no such quiz; the plugin's own is always there.
 */
function of_record( string $name, ?array $record ): ?array {
	if ( OWN === $name ) {
		return array(
			'name'  => OWN,
			'title' => all()[ OWN ],
		) + ContentPatch\apply( plugins_own(), $record['changes'] ?? array() );
	}

	return $record['content'] ?? null;
}

/**
 * Gives the plugin's own quiz; read once for each language in which a request speaks.
 */
function plugins_own(): array {
	static $read = array();

	$language = get_locale() . ' ' . determine_locale();
	if ( ! isset( $read[ $language ] ) ) {
		$read[ $language ] = require dirname( __DIR__ ) . '/content/orientation.php';
	}

	return $read[ $language ];
}
