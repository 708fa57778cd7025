/** Answers live in the address, as inc/address.php has it. */

const ANSWERS = 'orientation';
const STEP = 'orientation_step';
const QUIZ = 'orientation_quiz';

/** Gives what the address asks of a quiz: answers, and a step, 0 for the result. Or that it is about another quiz. */
export function read( name ) {
	const query = new URLSearchParams( location.search );
	const isOther = query.has( ANSWERS ) && ( query.get( QUIZ ) || '' ).replace( /^default$/, '' ) !== name;
	if ( isOther || ! query.has( ANSWERS ) ) {
		return { answers: [], step: 1, isOther };
	}
	return {
		answers: query.get( ANSWERS ).split( ',' ).map( ( id ) => id.trim() ),
		step: query.has( STEP ) ? Math.max( 1, parseInt( query.get( STEP ), 10 ) || 1 ) : 0,
	};
}

/** Gives this page's address with these answers; without answers the first step has none of ours. */
export function of( name, answers, step ) {
	const query = new URLSearchParams( location.search );
	for ( const key of [ ANSWERS, STEP, QUIZ, 'orientation_state' ] ) {
		query.delete( key );
	}
	const parts = [ query.toString() ];
	if ( answers.length || step > 1 ) {
		parts.push( `${ ANSWERS }=${ answers.join() }` ); // Ids need no encoding, and their commas stay readable.
		parts.push( step && `${ STEP }=${ step }`, name && `${ QUIZ }=${ name }` );
	}
	const found = parts.filter( Boolean ).join( '&' );
	return location.origin + location.pathname + ( found && '?' + found );
}
