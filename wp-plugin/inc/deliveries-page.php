<?php
/**
 * The list of deliveries on the settings page: by state, fifty at a time, and the way to send again what was set aside.
 *
 * @package Wayfinder
 */

namespace Wayfinder\DeliveriesPage;

use Wayfinder\Copy;
use Wayfinder\DeliveriesTable;
use Wayfinder\Delivery;
use Wayfinder\Outbox;
use Wayfinder\Settings;
use Wayfinder\Settings\Actions;
use Wayfinder\Settings\Quiz;
use Wayfinder\Settings\Service;

const PER_PAGE = 50;
const PLACE    = 'wayfinder-deliveries';
const QUESTION = 'send-all';
const OPTION   = 'wayfinder_sent_again';
const AT_ONCE  = 20; // Sent before the page comes back; the scheduler goes on.
const FOR_S    = 8;

/**
 * Hooks.
 */
function bootstrap(): void {
	add_action( 'admin_post_wayfinder_send_all', __NAMESPACE__ . '\send_all' );
}

/**
 * What is looked at.
 *
 * @return array State (empty for all), page (from 1).
 */
function view(): array {
	$state = Quiz\asked( 'state' );

	return array(
		'state' => in_array( $state, Outbox\STATES, true ) ? $state : '',
		'page'  => min( 1000000, max( 1, (int) Quiz\asked( 'paged' ) ) ),
	);
}

/**
 * The same as it stands in an address; what is usual is left out.
 *
 * @param string $state The state; empty for all.
 * @param int    $page  From 1.
 * @return string[]
 */
function query( string $state, int $page ): array {
	return array(
		'state' => $state,
		'paged' => $page > 1 ? (string) $page : '',
	);
}

/**
 * Prints the part of the page.
 */
function print_part(): void {
	$counts = Outbox\counts();
	$view   = view();
	$total  = '' === $view['state'] ? array_sum( $counts ) : $counts[ $view['state'] ];
	$pages  = max( 1, (int) ceil( $total / PER_PAGE ) );
	$page   = min( $view['page'], $pages );

	printf( '<h2 id="%s" style="scroll-margin-top:48px">%s</h2>', esc_attr( PLACE ), esc_html__( 'Deliveries', 'wayfinder' ) );
	if ( 0 === array_sum( $counts ) ) {
		echo '<p>' . esc_html__( 'Nothing was sent yet. When somebody keeps a result of the quiz, it shows here with what the service answered.', 'wayfinder' ) . '</p>';
		return;
	}

	print_progress();
	print_states( $counts, $view['state'] );
	print_send_all( $counts['parked'] );
	DeliveriesTable\print_deliveries( Outbox\page( $view['state'], PER_PAGE, ( $page - 1 ) * PER_PAGE ), query( $view['state'], $page ) );
	print_pages( $view['state'], $page, $pages );
}

/**
 * Prints the choice of a state.
 *
 * @param int[]  $counts By state.
 * @param string $chosen The state; empty for all.
 */
function print_states( array $counts, string $chosen ): void {
	$labels = array(
		''          => __( 'All', 'wayfinder' ),
		'due'       => __( 'Waiting', 'wayfinder' ),
		'delivered' => __( 'Delivered', 'wayfinder' ),
		'parked'    => __( 'Set aside', 'wayfinder' ),
	);
	$links  = array();
	foreach ( $labels as $state => $label ) {
		$links[] = sprintf(
			'<li><a href="%s"%s>%s <span class="count">(%s)</span></a>',
			esc_url( Settings\address( Service\TAB, query( $state, 1 ) ) . '#' . PLACE ),
			$state === $chosen ? ' class="current" aria-current="true"' : '',
			esc_html( $label ),
			esc_html( number_format_i18n( '' === $state ? array_sum( $counts ) : $counts[ $state ] ) )
		);
	}

	echo '<ul class="subsubsub" style="float:none">' . implode( ' |</li> ', $links ) . '</li></ul>'; // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- escaped above.
}

/**
 * Prints the way to send everything again.
 *
 * @param int $parked How many are set aside.
 */
function print_send_all( int $parked ): void {
	if ( $parked > 1 && Copy\may_send() ) {
		printf( '<p><a class="button" href="%s">%s</a></p>', esc_url( Settings\address( Service\TAB, array( 'view' => QUESTION ) ) ), esc_html__( 'Send all again', 'wayfinder' ) );
	}
}

/**
 * Prints the way to the neighboring pages.
 *
 * @param string $state The state; empty for all.
 * @param int    $page  From 1.
 * @param int    $pages How many there are.
 */
function print_pages( string $state, int $page, int $pages ): void {
	if ( 1 === $pages ) {
		return;
	}

	printf( '<nav aria-label="%s" style="display:flex;gap:8px;align-items:center;margin-block-start:12px">', esc_attr__( 'Pages of deliveries', 'wayfinder' ) );
	$ways = array(
		array( __( 'Previous page', 'wayfinder' ), $page - 1 ),
		array( __( 'Next page', 'wayfinder' ), $page + 1 ),
	);
	foreach ( $ways as list( $label, $to ) ) {
		if ( $to >= 1 && $to <= $pages ) {
			printf( '<a class="button" href="%s">%s</a>', esc_url( Settings\address( Service\TAB, query( $state, $to ) ) . '#' . PLACE ), esc_html( $label ) );
		}
	}
	/* translators: 1, 2: numbers. */
	echo '<span>' . esc_html( sprintf( __( 'Page %1$s of %2$s', 'wayfinder' ), number_format_i18n( $page ), number_format_i18n( $pages ) ) ) . '</span></nav>';
}

/**
 * Whether the page asks before it sends everything again.
 */
function is_asking(): bool {
	return QUESTION === Quiz\asked( 'view' ) && Outbox\counts()['parked'] > 0 && Copy\may_send();
}

/**
 * Prints the question.
 */
function print_question(): void {
	$parked = Outbox\counts()['parked'];
	$offer = array(
		'action' => 'send_all',
		'fields' => array(),
		/* translators: %s: a number. */
		'label'  => sprintf( _n( 'Send %s message again', 'Send %s messages again', $parked, 'wayfinder' ), number_format_i18n( $parked ) ),
	);

	echo '<h2>' . esc_html__( 'Send everything again that was set aside?', 'wayfinder' ) . '</h2>';
	echo '<p style="max-width:720px">' . esc_html__( 'Each message gets a fresh schedule of three days. The service keeps each one once, so nothing is done twice. If the cause was not mended, they are set aside again.', 'wayfinder' ) . '</p>';
	echo '<div style="display:flex;flex-wrap:wrap;gap:8px">';
	Settings\print_offer( $offer, 'button button-primary' );
	printf( '<a class="button" href="%s">%s</a></div>', esc_url( Settings\address( Service\TAB ) ), esc_html__( 'Leave them', 'wayfinder' ) );
}

/**
 * Makes everything due again, and sends the first ones.
 */
function send_all(): void {
	Actions\insist( 'wayfinder_send_all' );

	$made_due = Copy\may_send() ? Outbox\send_all_again() : 0;
	if ( 0 === $made_due ) {
		Actions\say_and_go_back( array( Actions\notice( 'warning', __( 'Nothing to send again.', 'wayfinder' ) ) ), array(), null, Service\TAB );
	}

	update_option( OPTION, Outbox\due_now(), false );
	$delivered = Delivery\deliver_due( AT_ONCE, FOR_S );
	do_action( 'wayfinder_event_owed' );
	$words = sprintf(
		/* translators: 1, 2: numbers. */
		__( '%1$s were made ready to be sent again, and %2$s were delivered already. The rest follows by itself.', 'wayfinder' ),
		number_format_i18n( $made_due ),
		number_format_i18n( $delivered )
	);
	Actions\say_and_go_back( array( Actions\notice( 'success', $words ) ), array(), null, Service\TAB );
}

/**
 * Prints how far the sending of everything is.
 */
function print_progress(): void {
	$begun = get_option( OPTION );
	$left  = is_array( $begun ) ? Outbox\due_now( $begun['last'] )['count'] : 0;
	if ( 0 === $left || $left > $begun['count'] ) {
		return;
	}

	$done = $begun['count'] - $left;
	/* translators: 1, 2: numbers. */
	$words = sprintf( __( 'Sending again: %1$s of %2$s done. You can leave this page; it goes on by itself.', 'wayfinder' ), number_format_i18n( $done ), number_format_i18n( $begun['count'] ) );
	printf(
		'<p><label for="wayfinder-progress">%s</label><br><progress id="wayfinder-progress" max="%d" value="%d" style="width:100%%;max-width:480px"></progress> <a href="%s">%s</a></p>',
		esc_html( $words ),
		(int) $begun['count'],
		(int) $done,
		esc_url( Settings\address( Service\TAB ) ),
		esc_html__( 'Look again', 'wayfinder' )
	);
}
