/** Lets a visitor find teams by a word: in the card, or in an answer that leads to the team. Loaded when they look. */
import { put } from '@wayfinder/result';

export function browse( { root, told } ) {
	const row = root.querySelector( '.wayfinder-filter' );
	const field = row.querySelector( 'input' );
	const cards = [ ...root.querySelectorAll( '.wayfinder-all [data-team]' ) ];
	const texts = cards.map( ( card ) => plain( card.textContent + answersFor( told, card.dataset.team ) ) );

	row.hidden = false;
	field.addEventListener( 'input', () => {
		const words = plain( field.value ).split( /\s+/ );
		cards.forEach( ( card, at ) => {
			card.hidden = ! words.every( ( word ) => texts[ at ].includes( word ) );
		} );
		const count = cards.filter( ( card ) => ! card.hidden ).length;
		root.querySelector( '.wayfinder-found' ).textContent = ! field.value.trim()
			? ''
			: put( count ? told.words.teams : told.words.none, count );
	} );
}

function answersFor( { weights, shorts }, slug ) {
	const place = weights.teams.indexOf( slug );
	return shorts.filter( ( _, at ) => weights.options[ at ].some( ( number, n ) => n % 2 && number === place ) ).join( ' ' );
}

function plain( text ) {
	return text.normalize( 'NFD' ).replace( /\p{M}/gu, '' ).toLowerCase().trim();
}
