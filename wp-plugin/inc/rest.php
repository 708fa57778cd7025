<?php
/**
 * The routes under wayfinder/v1: for the service (capability wayfinder_sync), for a person about themselves, for the
 * administrator; and for everybody the one that counts, which keeps nothing about them.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Rest;

use Wayfinder\Access;
use Wayfinder\Badges;
use Wayfinder\Connection;
use Wayfinder\Counts;
use Wayfinder\Delivery;
use Wayfinder\Erasure;
use Wayfinder\EventsBook;
use Wayfinder\Journey;
use Wayfinder\Limits;
use Wayfinder\Outbox;
use Wayfinder\Results;
use Wayfinder\Visits;

const SPACE = 'wayfinder/v1';

/**
 * Hooks.
 */
function bootstrap(): void {
	add_action( 'rest_api_init', __NAMESPACE__ . '\register' );
}

/**
 * The routes.
 */
function register(): void {
	route( '/results', 'POST', 'keep_result', 'may_keep', Schemas\results() );
	route( '/people/me', 'GET', 'show_own_journey', 'may_keep', array() );
	route( '/people/(?P<id>\d{1,18})', 'PUT', 'tell_journey', 'may_sync', Schemas\people() );
	route( '/badges', 'POST', 'grant_badge', 'may_sync', Schemas\badges() );
	route( '/events', 'GET', 'give_events', 'may_sync', Schemas\events() );
	route( '/deliveries', 'POST', 'ring', 'may_keep', array() );
	route( '/counts', 'POST', 'count_visit', 'may_everybody', Schemas\counts() );
	route( '/connection', 'PUT', 'set_connection', 'may_manage', Schemas\connection() );
}

/**
 * Registers one route.
 *
 * @param string $path       Below the namespace.
 * @param string $method     HTTP method.
 * @param string $callback   What it does.
 * @param string $permission Who may.
 * @param array  $args       JSON schema by argument.
 */
function route( string $path, string $method, string $callback, string $permission, array $args ): void {
	register_rest_route(
		SPACE,
		$path,
		array(
			'methods'             => $method,
			'callback'            => __NAMESPACE__ . '\\' . $callback,
			'permission_callback' => __NAMESPACE__ . '\\' . $permission,
			'args'                => $args,
		)
	);
}

/**
 * Nobody needs to be anybody: no nonce, no cookie, no account.
 */
function may_everybody(): bool {
	return true;
}

/**
 * Whoever is logged in may act for themselves.
 *
 * @return true|\WP_Error
 */
function may_keep() {
	return is_user_logged_in() ? true : new \WP_Error(
		'wayfinder_log_in',
		__( 'Please log in first. Nothing is lost: your answers stay in the address of this page.', 'wayfinder' ),
		array( 'status' => 401 )
	);
}

/**
 * The service's account.
 *
 * @return true|\WP_Error
 */
function may_sync() {
	return may( Access\SYNC, __( 'Use an application password of an account with the role “Wayfinder service”.', 'wayfinder' ) );
}

/**
 * The administrator.
 *
 * @return true|\WP_Error
 */
function may_manage() {
	return may( 'manage_options', __( 'Only an administrator of this site can set the connection.', 'wayfinder' ) );
}

/**
 * A capability, or words that say what to do.
 *
 * @param string $capability The capability.
 * @param string $words      What to do without it.
 * @return true|\WP_Error
 */
function may( string $capability, string $words ) {
	return current_user_can( $capability ) ? true : new \WP_Error( 'rest_forbidden', $words, array( 'status' => rest_authorization_required_code() ) );
}

/**
 * POST results: keeps the visitor's result.
 *
 * @param \WP_REST_Request $request The call.
 */
function keep_result( \WP_REST_Request $request ): \WP_REST_Response {
	$kept = Results\keep( wp_get_current_user(), $request['answers'], (bool) $request['wants_mentor'], $request['content'] );
	if ( is_wp_error( $kept ) ) {
		return refuse( $kept );
	}

	return new \WP_REST_Response(
		array(
			'revision' => $kept['result']['revision'],
			'event'    => $kept['result']['event'],
			'journey'  => Journey\of( get_current_user_id() ),
		),
		$kept['is_new'] ? 201 : 200
	);
}

/**
 * GET people/me: the visitor's own journey.
 */
function show_own_journey(): array {
	return Journey\of( get_current_user_id() );
}

/**
 * PUT people/{id}: what the service tells about a journey.
 *
 * @param \WP_REST_Request $request The call.
 * @return array|\WP_Error
 */
function tell_journey( \WP_REST_Request $request ) {
	$id          = (int) $request['id'];
	$application = $request['application'];

	if ( ! get_userdata( $id ) || Erasure\forgotten_among( array( $id ) ) ) {
		return new \WP_Error( 'wayfinder_no_such_account', __( 'There is no such account on this site.', 'wayfinder' ), array( 'status' => 404 ) );
	}
	if ( ! $request->has_param( 'application' ) ) { // WordPress takes null for missing, so it cannot check this.
		return new \WP_Error( 'rest_missing_callback_param', __( 'Missing parameter: application.', 'wayfinder' ), array( 'status' => 400 ) );
	}

	return Journey\tell(
		$id,
		(int) $request['version'],
		$application ? array_intersect_key( $application, Schemas\people()['application']['properties'] ) : null
	);
}

/**
 * POST badges: grants one badge to many.
 *
 * @param \WP_REST_Request $request The call.
 */
function grant_badge( \WP_REST_Request $request ): array {
	return array( 'badge' => $request['badge'] ) + Badges\grant( $request['badge'], array_map( 'intval', $request['people'] ) );
}

/**
 * GET events: a page of the book of events, for the service to fetch what no push brought.
 *
 * @param \WP_REST_Request $request The call.
 */
function give_events( \WP_REST_Request $request ): \WP_REST_Response {
	return never_cached( new \WP_REST_Response( EventsBook\read( (int) $request['after'], (int) $request['limit'], (bool) $request['bodies'] ) ) );
}

/**
 * POST deliveries: delivers what is due, the visitor's events first.
 */
function ring(): array {
	$user_id = get_current_user_id();

	return array(
		'delivered' => Delivery\deliver_for( $user_id ),
		'waiting'   => Outbox\count_waiting( $user_id ),
	);
}

/**
 * POST counts: adds to the sums of the day.
 *
 * @param \WP_REST_Request $request The call.
 */
function count_visit( \WP_REST_Request $request ): \WP_REST_Response {
	if ( strlen( $request->get_body() ) > Counts\MOST_BYTES ) {
		return never_cached( refuse( new \WP_Error( 'wayfinder_too_large', __( 'The message is too large.', 'wayfinder' ), array( 'status' => 413 ) ) ) );
	}

	$wait_s = Limits\wait_s( 'counts', Counts\MOST_A_MINUTE );
	if ( $wait_s > 0 ) {
		$words = __( 'Too many calls from this address. Please try again later.', 'wayfinder' );
		$data  = array(
			'status'      => 429,
			'retry_after' => $wait_s,
		);
		return never_cached( refuse( new \WP_Error( 'wayfinder_too_many', $words, $data ) ) );
	}

	Visits\is_unattended( true ); // A page that is left sends this, so nobody waits for the answer.
	Counts\count_visit( array_intersect_key( $request->get_params(), Schemas\counts() ) );

	return never_cached( new \WP_REST_Response( null, 204 ) );
}

/**
 * An answer that no cache on its way may give to the next one who asks.
 *
 * @param \WP_REST_Response $response The answer.
 */
function never_cached( \WP_REST_Response $response ): \WP_REST_Response {
	$response->set_headers( array_merge( $response->get_headers(), array_filter( wp_get_nocache_headers() ) ) );

	return $response;
}

/**
 * PUT connection: sets address and secret; says only whether there is a secret.
 *
 * @param \WP_REST_Request $request The call.
 * @return array|\WP_REST_Response
 */
function set_connection( \WP_REST_Request $request ) {
	$errors = Connection\keep( array_intersect_key( $request->get_params(), Schemas\connection() ) );
	if ( $errors ) {
		$params = array_combine( $errors->get_error_codes(), $errors->get_error_messages() );
		return refuse(
			new \WP_Error(
				'rest_invalid_param',
				implode( ' ', $params ),
				array(
					'status' => 400,
					'params' => $params,
				)
			)
		);
	}

	return array(
		'service_url' => Connection\address(),
		'secret'      => Connection\secrets() ? 'set' : 'not set',
	);
}

/**
 * A refusal, with Retry-After where there is one.
 *
 * @param \WP_Error $error Why.
 */
function refuse( \WP_Error $error ): \WP_REST_Response {
	$response = rest_convert_error_to_response( $error );
	$data     = $error->get_error_data();

	if ( isset( $data['retry_after'] ) ) {
		$response->header( 'Retry-After', (string) $data['retry_after'] );
	}

	return $response;
}
