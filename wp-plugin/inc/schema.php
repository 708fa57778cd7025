<?php
/**
 * The plugin's tables, and the numbered steps that lead to their present form.
 *
 * Each site of a network brings itself up to date on its first request, so a new site needs nobody.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Schema;

const OPTION  = 'wayfinder_schema';
const VERSION = 4;
const AT_ONCE = 1000; // Rows that one request brings up to date.

/**
 * Hooks.
 */
function bootstrap(): void {
	add_action( 'plugins_loaded', __NAMESPACE__ . '\upgrade_if_behind' );
	add_filter( 'wpmu_drop_tables', __NAMESPACE__ . '\with_our_tables', 10, 2 );
}

/**
 * The table of kept results.
 */
function results_table(): string {
	return $GLOBALS['wpdb']->prefix . 'wayfinder_results';
}

/**
 * The table of what we owe to the service.
 */
function outbox_table(): string {
	return $GLOBALS['wpdb']->prefix . 'wayfinder_outbox';
}

/**
 * The table of the anonymous sums.
 */
function counts_table(): string {
	return $GLOBALS['wpdb']->prefix . 'wayfinder_counts';
}

/**
 * All tables of this site, for whoever clears up.
 *
 * @return string[]
 */
function tables(): array {
	return array( results_table(), outbox_table(), counts_table() );
}

/**
 * After an update of the plugin, or on a new site of a network.
 */
function upgrade_if_behind(): void {
	if ( (int) get_option( OPTION, 0 ) !== VERSION ) {
		upgrade();
	}
}

/**
 * Takes the steps that this site has not taken. Each may run twice: two requests can come here at once.
 */
function upgrade(): void {
	$taken = (int) get_option( OPTION, 0 );

	for ( $step = $taken + 1; $step <= VERSION; $step++ ) {
		if ( ! call_user_func( __NAMESPACE__ . '\step_' . $step ) ) {
			return; // The next request tries again.
		}
	}

	\Wayfinder\Access\grant();
	update_option( OPTION, VERSION, true );
}

/**
 * Step 1: results and outbox.
 *
 * Both are written in one transaction, hence InnoDB. An event's body is ASCII (JSON with \u escapes), so that it
 * comes back byte for byte whatever the character set is. Moments are UTC.
 */
function step_1(): bool {
	global $wpdb;

	$results = results_table();
	$outbox  = outbox_table();
	$collate = $wpdb->get_charset_collate();

	// phpcs:disable WordPress.DB.PreparedSQL.InterpolatedNotPrepared -- only our own table names and WordPress's collation.
	$first = $wpdb->query(
		"CREATE TABLE IF NOT EXISTS {$results} (
			id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
			user_id bigint(20) unsigned NOT NULL,
			revision int(10) unsigned NOT NULL,
			answers longtext NOT NULL,
			teams longtext NOT NULL,
			wants_mentor tinyint(1) NOT NULL DEFAULT 0,
			event_id varchar(64) NOT NULL,
			kept_at datetime NOT NULL,
			PRIMARY KEY  (id),
			UNIQUE KEY user_revision (user_id,revision)
		) ENGINE=InnoDB {$collate}"
	);

	$second = $wpdb->query(
		"CREATE TABLE IF NOT EXISTS {$outbox} (
			id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
			event_id varchar(64) NOT NULL,
			type varchar(64) NOT NULL,
			body longtext NOT NULL,
			user_id bigint(20) unsigned NOT NULL DEFAULT 0,
			state varchar(16) NOT NULL DEFAULT 'due',
			attempts int(10) unsigned NOT NULL DEFAULT 0,
			next_attempt_at datetime NOT NULL,
			lease_until datetime DEFAULT NULL,
			lease_token varchar(32) DEFAULT NULL,
			last_status int(10) unsigned NOT NULL DEFAULT 0,
			last_error text DEFAULT NULL,
			created_at datetime NOT NULL,
			delivered_at datetime DEFAULT NULL,
			PRIMARY KEY  (id),
			UNIQUE KEY event_id (event_id),
			KEY due (state,next_attempt_at),
			KEY user_id (user_id)
		) ENGINE=InnoDB {$collate}"
	);
	// phpcs:enable

	return false !== $first && false !== $second;
}

/**
 * Step 2: which quiz a result is of.
 */
function step_2(): bool {
	global $wpdb;

	$results = results_table();

	// phpcs:disable WordPress.DB.PreparedSQL.InterpolatedNotPrepared -- only our own table's name.
	return in_array( 'content', $wpdb->get_col( "DESCRIBE {$results}" ), true )
		|| false !== $wpdb->query( "ALTER TABLE {$results} ADD content varchar(40) NOT NULL DEFAULT 'default'" );
	// phpcs:enable
}

/**
 * Step 3: anonymous sums per day, quiz, kind and team.
 *
 * A line of sums without a team has the empty one: two rows with NULL would not be the same to the database.
 */
function step_3(): bool {
	global $wpdb;

	$counts  = counts_table();
	$collate = $wpdb->get_charset_collate();

	// phpcs:disable WordPress.DB.PreparedSQL.InterpolatedNotPrepared -- only our own table's name and WordPress's collation.
	return false !== $wpdb->query(
		"CREATE TABLE IF NOT EXISTS {$counts} (
			id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
			day date NOT NULL,
			content varchar(40) NOT NULL,
			kind varchar(8) NOT NULL,
			team varchar(64) NOT NULL DEFAULT '',
			`count` int(10) unsigned NOT NULL DEFAULT 0,
			PRIMARY KEY  (id),
			UNIQUE KEY sum_of (day,content,kind,team)
		) ENGINE=InnoDB {$collate}"
	);
	// phpcs:enable
}

/**
 * Step 4: the digest of each body, which stays when the body goes, and when it went.
 *
 * Existing bodies get theirs a thousand at a time; as long as some are left, the next request goes on.
 */
function step_4(): bool {
	global $wpdb;

	$outbox  = outbox_table();
	$columns = array(
		'sha256'          => "char(64) NOT NULL DEFAULT ''",
		'body_removed_at' => 'datetime DEFAULT NULL',
	);

	foreach ( array_diff_key( $columns, array_flip( $wpdb->get_col( "DESCRIBE {$outbox}" ) ) ) as $name => $kind ) { // phpcs:ignore WordPress.DB.PreparedSQL.InterpolatedNotPrepared -- only our own table's name.
		if ( false === $wpdb->query( "ALTER TABLE {$outbox} ADD {$name} {$kind}" ) ) { // phpcs:ignore WordPress.DB.PreparedSQL.InterpolatedNotPrepared -- only our own names.
			return false;
		}
	}

	return write_digests();
}

/**
 * Writes the digests of bodies that have none.
 *
 * @return bool Whether none is left.
 */
function write_digests(): bool {
	global $wpdb;

	$rows = $wpdb->get_results( $wpdb->prepare( 'SELECT id, body FROM %i WHERE sha256 = %s LIMIT %d', outbox_table(), '', AT_ONCE ) );
	foreach ( $rows as $row ) {
		$wpdb->update( outbox_table(), array( 'sha256' => hash( 'sha256', $row->body ) ), array( 'id' => $row->id ) );
	}

	return count( $rows ) < AT_ONCE;
}

/**
 * When a site of a network is deleted, our tables go with it.
 *
 * @param string[] $tables  Tables to drop.
 * @param int      $site_id The site's id.
 * @return string[]
 */
function with_our_tables( $tables, $site_id ): array {
	global $wpdb;

	$here  = strlen( $wpdb->prefix );
	$there = $wpdb->get_blog_prefix( $site_id );

	return array_merge( (array) $tables, array_map( static fn( $table ) => $there . substr( $table, $here ), tables() ) );
}
