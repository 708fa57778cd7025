<?php
/**
 * The pictures on the tab Numbers: SVG that the server draws, readable in any width, in print and by a screen reader.
 *
 * Lengths are percentages and there is no viewBox: bars grow with the page and letters do not. The table behind each
 * picture says the same.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Numbers\Charts;

use Wayfinder\Numbers;

const ROW_PX    = 46;
const BAR_PX    = 16;
const PLOT_PX   = 120;
const TOP_PX    = 44;
const BOTTOM_PX = 24;

/**
 * Prints the colours and measures, once for the page.
 */
function print_style(): void {
	echo '<style>
		.wayfinder-numbers th, .wayfinder-numbers td { vertical-align: middle; }
		.wayfinder-chart { display: block; max-width: 720px; overflow: visible; font-size: 13px; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
		.wayfinder-chart text { fill: #1e1e1e; }
		.wayfinder-chart .quiet { fill: #646970; }
		.wayfinder-chart .track { fill: #dcdcde; }
		.wayfinder-chart .line { stroke: #c3c4c7; }
		.wayfinder-chart .some { fill: #a7b4f5; }
		.wayfinder-chart .all { fill: #3858e9; }
		.wayfinder-chart .number { font-variant-numeric: tabular-nums; font-weight: 600; }
		@media (forced-colors: active) {
			.wayfinder-chart text { fill: CanvasText; }
			.wayfinder-chart .all { fill: CanvasText; }
			.wayfinder-chart .some, .wayfinder-chart .track { fill: GrayText; }
		}
	</style>';
}

/**
 * Draws the way, a bar for each step; the number stands beside its name.
 *
 * @param int[]  $counts Counts by step.
 * @param string $name   What it shows, for those who cannot see it.
 */
function of_steps( array $counts, string $name ): string {
	$most   = max( 1, max( $counts ) );
	$labels = Numbers\steps();
	$y      = 0;
	$before = 0;
	$drawn  = '';
	foreach ( $counts as $step => $count ) {
		$words  = number_format_i18n( $count ) . ( $before ? ' (' . share( $count, $before ) . ')' : '' );
		$drawn .= text( start(), $y + 14, 'start', $labels[ $step ] ) . text( end_side(), $y + 14, 'end', $words, 'number' )
			. bar( 0, 100, $y + 20, BAR_PX, 'track' ) . bar( 0, 100 * $count / $most, $y + 20, BAR_PX, 'all' );
		$before = $count;
		$y     += ROW_PX;
	}

	return svg( $y, $name, $drawn );
}

/**
 * Draws how many began (pale) and saw a result (dark), side by side for each span of days.
 *
 * @param array[] $spans First, last, started, finished.
 * @param string  $name  What it shows, for those who cannot see it.
 */
function of_spans( array $spans, string $name ): string {
	$most   = max( 1, max( array_column( $spans, 'started' ) ), max( array_column( $spans, 'finished' ) ) );
	$slot   = 100 / count( $spans );
	$bottom = TOP_PX + PLOT_PX;
	$drawn  = legend() . line( TOP_PX ) . line( $bottom )
		. text( start(), TOP_PX - 5, 'start', number_format_i18n( $most ), 'quiet' )
		. text( start(), $bottom + 17, 'start', day( $spans[0]['first'] ), 'quiet' )
		. text( end_side(), $bottom + 17, 'end', day( end( $spans )['last'] ), 'quiet' );

	foreach ( $spans as $at => $span ) {
		$drawn .= '<g><title>' . esc_html( span_in_words( $span ) ) . '</title>';
		foreach ( array( 'started' => 'some', 'finished' => 'all' ) as $kind => $class ) { // phpcs:ignore WordPress.Arrays
			$height = PLOT_PX * $span[ $kind ] / $most;
			$left   = $slot * ( $at + ( 'started' === $kind ? 0.1 : 0.5 ) );
			$drawn .= bar( $left, $slot * 0.4, $bottom - $height, $height, $class );
		}
		$drawn .= '</g>';
	}

	return svg( $bottom + BOTTOM_PX, $name, $drawn );
}

/**
 * Draws one bar for a cell of a table, where the number stands already.
 *
 * @param int $count The number.
 * @param int $most  What fills the cell.
 */
function in_cell( int $count, int $most ): string {
	return sprintf( '<svg class="wayfinder-chart" width="100%%" height="6" aria-hidden="true" focusable="false">%s</svg>', bar( 0, 100 * $count / max( 1, $most ), 0, 6, 'all' ) );
}

/**
 * A part of another number.
 *
 * @param int $count  The number.
 * @param int $before The other one, not 0.
 */
function share( int $count, int $before ): string {
	/* translators: %s: a number, as in "67 percent". */
	return sprintf( __( '%s%%', 'wayfinder' ), number_format_i18n( 100 * $count / $before ) );
}

/**
 * A day in words.
 *
 * @param string $day As 2026-11-24.
 */
function day( string $day ): string {
	return wp_date( __( 'D j M Y', 'wayfinder' ), strtotime( $day . ' UTC' ), new \DateTimeZone( 'UTC' ) );
}

/**
 * One day, or several, with their numbers.
 *
 * @param array $span First, last, started, finished.
 */
function span_in_words( array $span ): string {
	$days = $span['first'] === $span['last'] ? day( $span['first'] ) : day( $span['first'] ) . ' – ' . day( $span['last'] );

	/* translators: 1: day or days, 2: a number, 3: a number. */
	return sprintf( __( '%1$s: %2$s began, %3$s saw a result', 'wayfinder' ), $days, number_format_i18n( $span['started'] ), number_format_i18n( $span['finished'] ) );
}

/**
 * What the two colours mean, where they are.
 */
function legend(): string {
	$labels = Numbers\steps();

	return bar( 0, 0, 2, 12, 'some', '12' ) . text( is_rtl() ? '100%' : '0', 13, 'start', $labels['started'], '', 18 )
		. bar( 50, 0, 2, 12, 'all', '12' ) . text( '50%', 13, 'start', $labels['finished'], '', 18 );
}

/**
 * The side where a line of text begins.
 */
function start(): string {
	return is_rtl() ? '100%' : '0';
}

/**
 * The side where a line of text ends.
 */
function end_side(): string {
	return is_rtl() ? '0' : '100%';
}

/**
 * A bar; from the side where text begins.
 *
 * @param float  $left     Percent from that side.
 * @param float  $width    Percent.
 * @param float  $y        Pixels from the top.
 * @param float  $height   Pixels.
 * @param string $css      Its class.
 * @param string $width_px A width in pixels instead; empty for none.
 */
function bar( float $left, float $width, float $y, float $height, string $css, string $width_px = '' ): string {
	$x     = is_rtl() ? 100 - $left - $width : $left;
	$shift = '' !== $width_px && is_rtl() ? sprintf( ' transform="translate(-%s)"', $width_px ) : '';

	return sprintf( '<rect class="%s" x="%s%%" y="%s" width="%s" height="%s"%s/>', esc_attr( $css ), plain( $x ), plain( $y ), '' === $width_px ? plain( $width ) . '%' : $width_px, plain( $height ), $shift );
}

/**
 * A line of text.
 *
 * @param string $x       Where, with its unit.
 * @param int    $y       Pixels from the top.
 * @param string $anchor  Which end of the text stands there.
 * @param string $words   The text.
 * @param string $css     Its class.
 * @param int    $away_px Pixels between there and the text.
 */
function text( string $x, int $y, string $anchor, string $words, string $css = '', int $away_px = 0 ): string {
	return sprintf( '<text class="%s" x="%s" y="%d" dx="%d" text-anchor="%s">%s</text>', esc_attr( $css ), esc_attr( $x ), $y, is_rtl() ? -$away_px : $away_px, esc_attr( $anchor ), esc_html( $words ) );
}

/**
 * A line across.
 *
 * @param int $y Pixels from the top.
 */
function line( int $y ): string {
	return sprintf( '<line class="line" x1="0" x2="100%%" y1="%1$d" y2="%1$d"/>', $y );
}

/**
 * The picture.
 *
 * @param int    $height Pixels.
 * @param string $name   What it shows.
 * @param string $drawn  What is in it, escaped.
 */
function svg( int $height, string $name, string $drawn ): string {
	return sprintf( '<svg class="wayfinder-chart" width="100%%" height="%d" role="img" aria-label="%s">%s</svg>', $height, esc_attr( $name ), $drawn );
}

/**
 * A number as SVG wants it, whatever the language.
 *
 * @param float $number The number.
 */
function plain( float $number ): string {
	return rtrim( rtrim( number_format( $number, 2, '.', '' ), '0' ), '.' );
}
