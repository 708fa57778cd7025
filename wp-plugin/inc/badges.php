<?php
/**
 * Badges: granted by the service, kept with the person, shown on their profile and their author page.
 *
 * Each badge of a person is a row of its own in the user meta, so that two grants at once cannot undo each other.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Badges;

use Wayfinder\Erasure;

const PROFILES_OPTION = 'wayfinder_profiles_badges';

/**
 * Hooks.
 */
function bootstrap(): void {
	add_filter( 'render_block_core/query-title', __NAMESPACE__ . '\after_author_title' );
	add_filter( 'get_the_archive_description', __NAMESPACE__ . '\after_author_description' );
}

/**
 * The badges that there are.
 *
 * @return array[] By slug: name, description.
 */
function known(): array {
	/**
	 * Filters the badges that the service may grant on this site.
	 *
	 * @param array[] $badges By slug: name, description.
	 */
	return apply_filters(
		'wayfinder_badges',
		array(
			'contributor-orientation' => array(
				'name'        => __( 'Contributor Orientation', 'wayfinder' ),
				'description' => __( 'Found the teams to contribute to.', 'wayfinder' ),
			),
		)
	);
}

/**
 * Grants a badge. Repeating it changes nothing.
 *
 * A person who is in none of the three lists could not be confirmed by reading back; the caller asks again.
 *
 * @param string $badge A badge's slug.
 * @param int[]  $ids   User ids.
 * @return array Lists "granted" (now), "held" (before), "unknown" (no such account, or forgotten), and "by".
 */
function grant( string $badge, array $ids ): array {
	$by_profiles = are_on_profiles();
	$answer      = array(
		'granted' => array(),
		'held'    => array(),
		'unknown' => array(),
		'by'      => $by_profiles ? 'profiles' : 'wayfinder',
	);

	cache_users( $ids );
	$forgotten = Erasure\forgotten_among( $ids );

	foreach ( array_unique( $ids ) as $id ) {
		if ( ! get_userdata( $id ) || in_array( $id, $forgotten, true ) ) {
			$answer['unknown'][] = $id;
		} elseif ( $by_profiles ? \WordPressdotorg\Profiles\has_badge( $badge, $id ) : has( $badge, $id ) ) {
			keep( $badge, $id );
			$answer['held'][] = $id;
		} elseif ( $by_profiles ? grant_on_profiles( $badge, $id ) : keep( $badge, $id ) ) {
			$answer['granted'][] = $id;
		}
	}

	return $answer;
}

/**
 * Whether badges are to go to profiles.wordpress.org, and can.
 */
function are_on_profiles(): bool {
	return get_option( PROFILES_OPTION ) && are_profiles_here();
}

/**
 * Whether this site is on the network that knows profiles.wordpress.org.
 */
function are_profiles_here(): bool {
	return function_exists( 'WordPressdotorg\Profiles\assign_badge' ) && function_exists( 'WordPressdotorg\Profiles\has_badge' );
}

/**
 * Grants on the profile. The helper says "yes" to any HTTP 200, so only the read-back counts.
 *
 * @param string $badge A badge's slug.
 * @param int    $id    User id.
 */
function grant_on_profiles( string $badge, int $id ): bool {
	\WordPressdotorg\Profiles\assign_badge( $badge, $id );

	return \WordPressdotorg\Profiles\has_badge( $badge, $id ) && keep( $badge, $id );
}

/**
 * Keeps a badge with the person, and reads it back.
 *
 * @param string $badge A badge's slug.
 * @param int    $id    User id.
 */
function keep( string $badge, int $id ): bool {
	add_user_meta( $id, meta_key( $badge ), gmdate( 'Y-m-d\TH:i:s\Z' ), true );

	return has( $badge, $id );
}

/**
 * Whether a person has a badge on this site.
 *
 * @param string $badge A badge's slug.
 * @param int    $id    User id.
 */
function has( string $badge, int $id ): bool {
	return '' !== (string) get_user_meta( $id, meta_key( $badge ), true );
}

/**
 * A person's badges on this site.
 *
 * @param int $id User id.
 * @return array[] Slug, name, description, granted_at.
 */
function of( int $id ): array {
	$badges = array();

	foreach ( known() as $slug => $badge ) {
		if ( has( $slug, $id ) ) {
			$badges[] = array( 'slug' => $slug ) + $badge + array( 'granted_at' => get_user_meta( $id, meta_key( $slug ), true ) );
		}
	}

	return $badges;
}

/**
 * Where a badge is kept: per site, since a network has one list of people.
 *
 * @param string $badge A badge's slug.
 */
function meta_key( string $badge ): string {
	return $GLOBALS['wpdb']->get_blog_prefix() . 'wayfinder_badge_' . $badge;
}

/**
 * The author's badges in one line of HTML; empty without any, and on other pages.
 */
function line_for_author(): string {
	$author = is_author() ? get_queried_object() : null;
	$badges = $author instanceof \WP_User ? of( $author->ID ) : array();

	return $badges ? sprintf(
		'<p class="wayfinder-badges">%s</p>',
		/* translators: %s: names of badges. */
		esc_html( sprintf( __( 'Badges: %s', 'wayfinder' ), implode( ', ', wp_list_pluck( $badges, 'name' ) ) ) )
	) : '';
}

/**
 * In a block theme, the author page has no description, but a title.
 *
 * @param string $content The title's HTML.
 */
function after_author_title( $content ): string {
	return $content . ( wp_is_block_theme() ? line_for_author() : '' );
}

/**
 * In a classic theme, badges stand below the author's description.
 *
 * @param string $description The description's HTML.
 */
function after_author_description( $description ): string {
	return $description . ( wp_is_block_theme() ? '' : line_for_author() );
}
