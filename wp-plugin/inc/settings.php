<?php
/**
 * Settings → Wayfinder: where the service is, whether it answers, and what became of the last deliveries.
 *
 * @package Wayfinder
 */

namespace Wayfinder\Settings;

use Wayfinder\Answer;
use Wayfinder\Badges;
use Wayfinder\Connection;
use Wayfinder\DeliveriesPage;
use Wayfinder\Retention;

const PAGE = 'wayfinder';

/**
 * Hooks.
 */
function bootstrap(): void {
	add_action( 'admin_menu', __NAMESPACE__ . '\add_page' );
	add_filter( 'plugin_action_links_' . plugin_basename( \Wayfinder\FILE ), __NAMESPACE__ . '\with_settings_link' );
}

/**
 * The page in the menu.
 */
function add_page(): void {
	add_options_page( __( 'Wayfinder', 'wayfinder' ), __( 'Wayfinder', 'wayfinder' ), 'manage_options', PAGE, __NAMESPACE__ . '\print_page' );
}

/**
 * The way to the page from the list of plugins.
 *
 * @param string[] $links The plugin's links.
 * @return string[]
 */
function with_settings_link( $links ): array {
	return array_merge( array( sprintf( '<a href="%s">%s</a>', esc_url( address() ), esc_html__( 'Settings', 'wayfinder' ) ) ), (array) $links );
}

/**
 * The address of the page, or of one of its tabs.
 *
 * @param string   $tab  The tab's name; empty for the first one.
 * @param string[] $more What else the tab reads from its address.
 */
function address( string $tab = '', array $more = array() ): string {
	return add_query_arg( array_filter( array( 'page' => PAGE, 'tab' => $tab ) + $more ), admin_url( 'options-general.php' ) ); // phpcs:ignore WordPress.Arrays
}

/**
 * The tabs of the page, in order.
 *
 * @return array[] By name: label, and print, which gets what the last action said.
 */
function tabs(): array {
	/**
	 * Filters the tabs of Settings → Wayfinder.
	 *
	 * @param array[] $tabs By name: label, print.
	 */
	return apply_filters(
		'wayfinder_settings_tabs',
		array(
			'service' => array(
				'label' => __( 'Service', 'wayfinder' ),
				'print' => __NAMESPACE__ . '\print_service',
			),
		)
	);
}

/**
 * Prints the page: what the last action said, the tabs, the chosen one.
 */
function print_page(): void {
	$said = Actions\take_said();
	$tabs = tabs();
	$tab  = sanitize_key( wp_unslash( $_GET['tab'] ?? '' ) ); // phpcs:ignore WordPress.Security.NonceVerification.Recommended -- only chooses what to look at.
	$tab  = isset( $tabs[ $tab ] ) ? $tab : array_key_first( $tabs );

	echo '<div class="wrap"><h1>' . esc_html__( 'Wayfinder', 'wayfinder' ) . '</h1>';
	foreach ( $said['notices'] as $index => $notice ) {
		print_notice( $notice, 'wayfinder-said' . ( $index ? "-$index" : '' ) );
	}

	if ( count( $tabs ) > 1 ) {
		printf( '<nav class="nav-tab-wrapper" aria-label="%s">', esc_attr__( 'Parts of the settings', 'wayfinder' ) );
		foreach ( $tabs as $name => $known ) {
			printf(
				'<a class="nav-tab%s" href="%s"%s>%s</a>',
				$name === $tab ? ' nav-tab-active' : '',
				esc_url( address( $name ) ),
				$name === $tab ? ' aria-current="page"' : '',
				esc_html( $known['label'] )
			);
		}
		echo '</nav>';
	}

	call_user_func( $tabs[ $tab ]['print'], $said );
	echo '</div>';
}

/**
 * Prints what an action said, with the button that it offers.
 *
 * @param array  $notice Type, text, and perhaps details (a program's words), offer: action, fields, label.
 * @param string $id     The id of its words, for what takes the focus to be described by them.
 */
function print_notice( array $notice, string $id ): void {
	printf( '<div class="notice notice-%s" role="status"><p id="%s">%s</p>', esc_attr( $notice['type'] ), esc_attr( $id ), esc_html( $notice['text'] ) );
	Answer\print_details( $notice['details'] ?? '' );
	if ( isset( $notice['offer'] ) ) {
		print_offer( $notice['offer'] );
	}
	echo '</div>';
}

/**
 * Prints a form that is only a button.
 *
 * @param array  $offer Action, fields, label, and perhaps name (what it is called where many have the same label), id,
 *                      described_by.
 * @param string $look  Classes of the button.
 */
function print_offer( array $offer, string $look = 'button' ): void {
	print_form_start( $offer['action'], $offer['fields'] );
	printf(
		'<button type="submit" class="%s"%s%s%s>%s</button></form>',
		esc_attr( $look ),
		isset( $offer['name'] ) ? ' aria-label="' . esc_attr( $offer['name'] ) . '"' : '',
		isset( $offer['id'] ) ? ' id="' . esc_attr( $offer['id'] ) . '"' : '',
		isset( $offer['described_by'] ) ? ' aria-describedby="' . esc_attr( $offer['described_by'] ) . '"' : '',
		esc_html( $offer['label'] )
	);
}

/**
 * Prints the tab about the service: where it is, whether it answers, what it got.
 *
 * @param array $said What the last action said.
 */
function print_service( array $said ): void {
	if ( Service\is_asking() ) {
		Service\print_question();
		return;
	}
	if ( DeliveriesPage\is_asking() ) {
		DeliveriesPage\print_question();
		return;
	}

	Copy\print_notice();
	print_connection( $said );
	print_test();
	DeliveriesPage\print_part();
}

/**
 * Prints the form for address and secret. The secret itself is never printed.
 *
 * @param array $said What the last action said: errors by field, what was typed.
 */
function print_connection( array $said ): void {
	echo '<h2>' . esc_html__( 'The service', 'wayfinder' ) . '</h2>';
	Service\print_first_contact();
	Service\print_errors( $said['errors'] );
	print_form_start( 'save' );
	echo '<table class="form-table" role="presentation">';

	print_row(
		'service_url',
		__( 'Address', 'wayfinder' ),
		sprintf( 'type="url" class="regular-text code" placeholder="https://service.example/webhooks/make" value="%s"', esc_attr( $said['typed']['service_url'] ?? Connection\given_address() ) ),
		Connection\is_address_fixed() ? fixed_by( 'WAYFINDER_SERVICE_URL' ) : __( 'The address that the service printed when this site was added there.', 'wayfinder' ),
		$said['errors']['service_url'] ?? '',
		Connection\is_address_fixed()
	);
	print_row(
		'secret',
		__( 'Secret', 'wayfinder' ),
		'type="password" class="regular-text code" autocomplete="new-password" value=""',
		( Connection\secrets() ? __( 'Set.', 'wayfinder' ) : __( 'Not set.', 'wayfinder' ) ) . ' '
			. ( Connection\is_secret_fixed() ? fixed_by( 'WAYFINDER_SECRET' )
			: ( Connection\secrets() ? __( 'Leave this empty to keep it.', 'wayfinder' ) : __( 'It begins with whsec_ and was printed together with the address.', 'wayfinder' ) ) ),
		$said['errors']['secret'] ?? '',
		Connection\is_secret_fixed()
	);

	print_row(
		'keep_days',
		__( 'Days to keep messages', 'wayfinder' ),
		sprintf( 'type="number" class="small-text" min="1" max="%d" value="%s"', Retention\LONGEST, esc_attr( $said['typed']['keep_days'] ?? (string) Retention\days() ) ),
		__( 'After that, the text of a message is removed here if the service has it for certain. Its number and digest stay.', 'wayfinder' ),
		$said['errors']['keep_days'] ?? '',
		false
	);

	if ( Badges\are_profiles_here() ) {
		printf(
			'<tr><th scope="row">%s</th><td><label><input type="checkbox" name="profiles" value="1"%s> %s</label></td></tr>',
			esc_html__( 'Badges', 'wayfinder' ),
			checked( Badges\are_on_profiles(), true, false ),
			esc_html__( 'Grant badges on WordPress.org profiles', 'wayfinder' )
		);
	}

	echo '</table>';
	submit_button( __( 'Save', 'wayfinder' ) );
	echo '</form>';
	Rotation\print_former();
	Service\print_way_out();
}

/**
 * Prints one field with its help or error.
 *
 * @param string $name       The field.
 * @param string $label      What it is called.
 * @param string $attributes HTML attributes of the input, escaped.
 * @param string $help       What belongs there.
 * @param string $error      What is wrong; empty for nothing.
 * @param bool   $is_fixed   Whether it cannot be changed here.
 */
function print_row( string $name, string $label, string $attributes, string $help, string $error, bool $is_fixed ): void {
	printf(
		'<tr><th scope="row"><label for="wayfinder-%1$s">%2$s</label></th><td><input id="wayfinder-%1$s" name="%1$s" %3$s aria-describedby="%5$swayfinder-%1$s-help"%4$s%6$s>',
		esc_attr( $name ),
		esc_html( $label ),
		$attributes, // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- escaped by the caller.
		$is_fixed ? ' disabled' : '',
		$error ? 'wayfinder-' . esc_attr( $name ) . '-error ' : '',
		$error ? ' aria-invalid="true" style="border-color:#b32d2e"' : ''
	);
	if ( $error ) {
		printf( '<p id="wayfinder-%s-error"><strong style="color:#b32d2e">%s</strong></p>', esc_attr( $name ), esc_html( $error ) );
	}
	printf( '<p class="description" id="wayfinder-%s-help">%s</p></td></tr>', esc_attr( $name ), esc_html( $help ) );
}

/**
 * Why a field cannot be changed.
 *
 * @param string $constant Constant's name.
 */
function fixed_by( string $constant ): string {
	/* translators: %s: name of a constant. */
	return sprintf( __( 'It comes from wp-config.php (%s). Change it there.', 'wayfinder' ), $constant );
}

/**
 * Prints the test.
 */
function print_test(): void {
	echo '<h2>' . esc_html__( 'Test the connection', 'wayfinder' ) . '</h2>';

	if ( ! Connection\is_complete() ) {
		echo '<p>' . esc_html__( 'Save an address and a secret first. Results that people keep until then wait here, none is lost.', 'wayfinder' ) . '</p>';
		return;
	}

	print_form_start( 'test' );
	echo '<p>' . esc_html__( 'Sends a signed message to the service and shows what it answers.', 'wayfinder' ) . '</p>';
	submit_button( __( 'Test the connection', 'wayfinder' ), 'secondary', 'submit', true );
	echo '</form>';
}

/**
 * Prints the beginning of a form that asks for an action.
 *
 * @param string $action The action.
 * @param array  $fields What goes along unseen, by name.
 * @param string $id     The form's id, for buttons elsewhere.
 */
function print_form_start( string $action, array $fields = array(), string $id = '' ): void {
	printf( '<form method="post" action="%s"%s>', esc_url( admin_url( 'admin-post.php' ) ), $id ? ' id="' . esc_attr( $id ) . '"' : '' );

	$fields = array(
		'action'   => 'wayfinder_' . $action,
		'_wpnonce' => wp_create_nonce( 'wayfinder_' . $action ),
	) + $fields;
	foreach ( $fields as $name => $value ) {
		printf( '<input type="hidden" name="%s" value="%s">', esc_attr( $name ), esc_attr( (string) $value ) );
	}
}
