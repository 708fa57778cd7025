<?php
/**
 * The table of deliveries on the settings page.
 *
 * @package Wayfinder
 */

namespace Wayfinder\DeliveriesTable;

use Wayfinder\Answer;
use Wayfinder\Connection;
use Wayfinder\Copy;
use Wayfinder\Settings;

/**
 * Prints the last deliveries; on a phone each row becomes a card.
 *
 * @param object[] $rows  Rows of the outbox.
 * @param string[] $query What is looked at, for coming back there.
 */
function print_deliveries( array $rows, array $query ): void {
	if ( ! $rows ) {
		echo '<p>' . esc_html__( 'There are none of these.', 'wayfinder' ) . '</p>';
		return;
	}

	echo '<style>
		.wayfinder-deliveries time { white-space: nowrap; }
		.wayfinder-deliveries form { margin-block-start: 4px; }
		@media (max-width: 782px) {
			.wayfinder-deliveries thead { display: none; }
			.wayfinder-deliveries tr { display: block; padding-block: 8px; border-block-end: 1px solid #ddd; }
			.wayfinder-deliveries td { display: block; padding-block: 4px; }
			.wayfinder-deliveries td::before { content: attr(data-label) ": "; font-weight: 600; }
		}
	</style>';

	$heads = heads();
	echo '<table class="widefat striped wayfinder-deliveries"><thead><tr>';
	foreach ( $heads as $head ) {
		echo '<th scope="col">' . esc_html( $head ) . '</th>';
	}
	echo '</tr></thead><tbody>';
	foreach ( $rows as $row ) {
		print_delivery( $row, $heads, $query );
	}
	echo '</tbody></table>';
}

/**
 * What the columns are called.
 *
 * @return string[]
 */
function heads(): array {
	return array(
		'when'     => __( 'When', 'wayfinder' ),
		'what'     => __( 'What', 'wayfinder' ),
		'state'    => __( 'State', 'wayfinder' ),
		'attempts' => __( 'Attempts', 'wayfinder' ),
		'answer'   => __( 'Last answer', 'wayfinder' ),
	);
}

/**
 * Prints one delivery.
 *
 * @param object   $row   A row of the outbox.
 * @param string[] $heads What the columns are called.
 * @param string[] $query What is looked at.
 */
function print_delivery( object $row, array $heads, array $query ): void {
	$is_untried = 0 === (int) $row->last_status && null === $row->last_error;
	$cells      = array(
		'when'     => ago( $row->created_at ),
		'what'     => sprintf( '<span title="%s">%s</span>', esc_attr( $row->event_id ), esc_html( type_in_words( $row->type ) ) ),
		'state'    => esc_html( state_in_words( $row ) ) . ( 'parked' === $row->state && Copy\may_send() ? send_again_form( (int) $row->id, $query ) : '' ),
		'attempts' => esc_html( number_format_i18n( (int) $row->attempts ) ),
		'answer'   => $is_untried ? esc_html__( 'None yet', 'wayfinder' ) : answer( (int) $row->last_status, (string) $row->last_error ),
	);

	echo '<tr>';
	foreach ( $cells as $column => $cell ) {
		printf( '<td data-label="%s">%s</td>', esc_attr( $heads[ $column ] ), $cell ); // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- escaped above.
	}
	echo '</tr>';
}

/**
 * What the service answered last.
 *
 * @param int    $status The answer's status.
 * @param string $error  The service's own words, or the network's.
 */
function answer( int $status, string $error ): string {
	ob_start();
	echo esc_html( Answer\in_words( $status ) );
	Answer\print_details( $error );

	return ob_get_clean();
}

/**
 * The form that sends a parked delivery again.
 *
 * @param int      $id    The row.
 * @param string[] $query What is looked at.
 */
function send_again_form( int $id, array $query ): string {
	ob_start();
	Settings\print_form_start( 'send', array( 'id' => $id ) + $query );
	submit_button( __( 'Send again', 'wayfinder' ), 'small', 'submit', false, array( 'id' => 'wayfinder-send-' . $id ) );
	echo '</form>';

	return ob_get_clean();
}

/**
 * An event's type, as people call it.
 *
 * @param string $type The type.
 */
function type_in_words( string $type ): string {
	$words = array(
		'orientation.completed' => __( 'Kept result', 'wayfinder' ),
		'orientation.counted'   => __( 'Numbers of a day', 'wayfinder' ),
		'connection.tested'     => __( 'Connection test', 'wayfinder' ),
		'person.erased'         => __( 'Erasure of a person', 'wayfinder' ),
	);

	return $words[ $type ] ?? $type;
}

/**
 * A moment as "3 minutes ago", the exact one on hover.
 *
 * @param string $moment As the tables keep it.
 */
function ago( string $moment ): string {
	$time = strtotime( $moment . ' UTC' );

	return sprintf(
		'<time datetime="%s" title="%s">%s</time>',
		esc_attr( gmdate( 'c', $time ) ),
		esc_attr( wp_date( 'D j M Y, H:i:s T', $time ) ),
		/* translators: %s: a span of time, such as "3 minutes". */
		esc_html( sprintf( __( '%s ago', 'wayfinder' ), human_time_diff( $time ) ) )
	);
}

/**
 * A delivery's state.
 *
 * @param object $row A row of the outbox.
 */
function state_in_words( object $row ): string {
	$next = strtotime( $row->next_attempt_at . ' UTC' );

	if ( 'delivered' === $row->state ) {
		return __( 'Delivered', 'wayfinder' );
	}
	if ( 'parked' === $row->state ) {
		return __( 'Set aside', 'wayfinder' );
	}

	if ( ! Connection\is_complete() ) {
		return __( 'Waits for a connection', 'wayfinder' );
	}

	if ( Copy\is_copy() ) {
		return __( 'Waits, since this is a copy', 'wayfinder' );
	}

	/* translators: %s: a span of time, such as "3 minutes". */
	return $next > time() ? sprintf( __( 'Waiting, next attempt in %s', 'wayfinder' ), human_time_diff( $next ) ) : __( 'Waiting, next attempt now', 'wayfinder' );
}
