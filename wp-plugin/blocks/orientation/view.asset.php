<?php
/**
 * What view.js imports.
 *
 * @package Wayfinder
 */

return array(
	'dependencies' => array(
		'@wayfinder/rule',
		'@wayfinder/address',
		'@wayfinder/result',
		'@wayfinder/tally',
		// Loaded when they are needed: with a result of somebody who is logged in, and to look through all teams.
		array(
			'id'     => '@wayfinder/keep',
			'import' => 'dynamic',
		),
		array(
			'id'     => '@wayfinder/browse',
			'import' => 'dynamic',
		),
	),
	'version'      => '0.1.0',
);
