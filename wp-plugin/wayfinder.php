<?php
/**
 * Plugin Name:       Wayfinder
 * Description:       Takes a visitor from "how could I help WordPress?" to contributor: an orientation quiz, a kept result, a badge and the way to a mentor.
 * Version:           0.1.0
 * Requires at least: 6.5
 * Requires PHP:      7.4
 * Author:            The Wayfinder contributors
 * License:           GPL-2.0-or-later
 * License URI:       https://www.gnu.org/licenses/gpl-2.0.html
 * Text Domain:       wayfinder
 * Domain Path:       /languages
 *
 * @package Wayfinder
 */

namespace Wayfinder;

defined( 'ABSPATH' ) || exit;

const VERSION = '0.1.0';
const FILE    = __FILE__;

// What the plugin knows.
require __DIR__ . '/inc/languages.php';
require __DIR__ . '/inc/orientation.php';
require __DIR__ . '/inc/contents.php';
require __DIR__ . '/inc/content-fields.php';
require __DIR__ . '/inc/content-schema.php';
require __DIR__ . '/inc/content-words.php';
require __DIR__ . '/inc/content-patch.php';
require __DIR__ . '/inc/content-shares.php';
require __DIR__ . '/inc/content-store.php';
require __DIR__ . '/inc/content-changes.php';
require __DIR__ . '/inc/icons.php';
require __DIR__ . '/inc/signing.php';
require __DIR__ . '/inc/connection.php';
require __DIR__ . '/inc/rotation.php';
require __DIR__ . '/inc/copy.php';

// What it keeps, and hands on.
require __DIR__ . '/inc/schema.php';
require __DIR__ . '/inc/access.php';
require __DIR__ . '/inc/schedule.php';
require __DIR__ . '/inc/limits.php';
require __DIR__ . '/inc/events.php';
require __DIR__ . '/inc/outbox.php';
require __DIR__ . '/inc/events-book.php';
require __DIR__ . '/inc/leases.php';
require __DIR__ . '/inc/answer.php';
require __DIR__ . '/inc/delivery.php';
require __DIR__ . '/inc/retention.php';
require __DIR__ . '/inc/visits.php';
require __DIR__ . '/inc/results.php';
require __DIR__ . '/inc/counts.php';
require __DIR__ . '/inc/counts-days.php';
require __DIR__ . '/inc/meetings.php';
require __DIR__ . '/inc/meetings-calendar.php';
require __DIR__ . '/inc/erasure.php';
require __DIR__ . '/inc/sweeper.php';
require __DIR__ . '/inc/badges.php';
require __DIR__ . '/inc/journey.php';

// The doors: programs, the page, the administrator.
require __DIR__ . '/inc/rest.php';
require __DIR__ . '/inc/rest-schemas.php';
require __DIR__ . '/inc/address.php';
require __DIR__ . '/inc/quiz.php';
require __DIR__ . '/inc/teams.php';
require __DIR__ . '/inc/result-page.php';
require __DIR__ . '/inc/journey-panel.php';
require __DIR__ . '/inc/keep.php';
require __DIR__ . '/inc/profile.php';
require __DIR__ . '/inc/block.php';
require __DIR__ . '/inc/settings.php';
require __DIR__ . '/inc/settings-actions.php';
require __DIR__ . '/inc/settings-service.php';
require __DIR__ . '/inc/settings-copy.php';
require __DIR__ . '/inc/settings-rotation.php';
require __DIR__ . '/inc/deliveries-page.php';
require __DIR__ . '/inc/deliveries-table.php';
require __DIR__ . '/inc/console-token.php';
require __DIR__ . '/inc/console.php';
require __DIR__ . '/inc/numbers.php';
require __DIR__ . '/inc/numbers-page.php';
require __DIR__ . '/inc/numbers-charts.php';
require __DIR__ . '/inc/numbers-csv.php';
require __DIR__ . '/inc/privacy.php';
require __DIR__ . '/inc/site-health.php';
require __DIR__ . '/inc/cli.php';
require __DIR__ . '/inc/settings-quiz.php';
require __DIR__ . '/inc/settings-quiz-words.php';
require __DIR__ . '/inc/settings-quiz-overview.php';
require __DIR__ . '/inc/settings-quiz-teams.php';
require __DIR__ . '/inc/settings-quiz-edit.php';
require __DIR__ . '/inc/settings-quiz-import.php';
require __DIR__ . '/inc/settings-quiz-preview.php';
require __DIR__ . '/inc/settings-quiz-former.php';
require __DIR__ . '/inc/settings-quiz-actions.php';

Languages\bootstrap();
Schema\bootstrap();
Delivery\bootstrap();
Retention\bootstrap();
Visits\bootstrap();
Erasure\bootstrap();
Badges\bootstrap();
Counts\Days\bootstrap();
Meetings\bootstrap();
Rest\bootstrap();
Address\bootstrap();
Keep\bootstrap();
Profile\bootstrap();
Block\bootstrap();
Settings\bootstrap();
Settings\Actions\bootstrap();
Settings\Service\bootstrap();
Settings\Copy\bootstrap();
Settings\Rotation\bootstrap();
DeliveriesPage\bootstrap();
Console\bootstrap();
Settings\Quiz\bootstrap();
Settings\Quiz\Actions\bootstrap();
Numbers\bootstrap();
Privacy\bootstrap();
SiteHealth\bootstrap();
Cli\bootstrap();

register_activation_hook( FILE, __NAMESPACE__ . '\Schema\upgrade' );
register_deactivation_hook( FILE, __NAMESPACE__ . '\Schedule\clear_where_active' );
