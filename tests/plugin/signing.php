<?php
/**
 * Holds inc/signing.php to the golden signatures that the service is held to as well. Run: php tests/plugin/signing.php
 *
 * @package Wayfinder
 */

use Wayfinder\Signing;

// phpcs:disable WordPress -- a bare script, without WordPress.

require dirname( __DIR__, 2 ) . '/wp-plugin/inc/signing.php';

$golden   = json_decode( file_get_contents( dirname( __DIR__ ) . '/contract/signatures.json' ), true );
$checks   = 0;
$failures = array();

$check = static function ( bool $holds, string $what ) use ( &$checks, &$failures ) {
	++$checks;
	if ( ! $holds ) {
		$failures[] = $what;
	}
};

$check( is_array( $golden ) && count( $golden ) > 0, 'there are golden signatures' );

foreach ( (array) $golden as $number => $case ) {
	$signed = Signing\sign( $case['id'], $case['timestamp'], $case['body'], $case['secret'] );
	$check( $signed === $case['signature'], "signature $number is {$case['signature']}, not $signed" );

	$other = Signing\sign( $case['id'], $case['timestamp'], $case['body'] . ' ', $case['secret'] );
	$check( $other !== $case['signature'], "signature $number depends on each byte of the body" );
}

$secrets = array_values( array_unique( array_column( (array) $golden, 'secret' ) ) );
$each    = Signing\sign_with_each( 'evt_1', 1, 'body', array_slice( $secrets, 0, 2 ) );
$check(
	$each === Signing\sign( 'evt_1', 1, 'body', $secrets[0] ) . ' ' . Signing\sign( 'evt_1', 1, 'body', $secrets[1] ),
	'two secrets give two signatures with one space between them'
);

$no_secrets = array(
	''                                       => 'an empty one',
	'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'       => 'one without whsec_',
	'whsec_'                                 => 'one without a key',
	'whsec_AAAA'                             => 'one that is too short',
	'whpk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'  => 'a public key',
	'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS*' => 'one with a foreign character',
	"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n" => 'one with a line break',
	'whsec_' . base64_encode( str_repeat( 'x', 65 ) ) => 'one that is too long',
);

foreach ( $no_secrets as $secret => $what ) {
	$check( null === Signing\key_of( $secret ), "$what is no secret" );
}

try {
	Signing\sign( 'evt_1', 1, 'body', 'whsec_AAAA' );
	$check( false, 'signing with a secret of another form throws' );
} catch ( InvalidArgumentException $refused ) {
	$check( true, '' );
}

foreach ( $failures as $failure ) {
	fwrite( STDERR, "not ok: $failure\n" );
}

echo $failures ? count( $failures ) . " of $checks checks failed\n" : "ok $checks checks\n";
exit( $failures ? 1 : 0 );
