<?php
/**
 * Placeholder until the calendar is read.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Meetings;

/**
 * None is known yet.
 *
 * @param array $team As in the content.
 */
function next_of( array $team ): array {
	return array();
}
