/** Shows a result from the cards of "all teams", and says meetings in the visitor's own time. */

/** Puts the cards of the found teams in order, each with its reasons. */
export function fill( { root, list, told }, found ) {
	list.replaceChildren(
		...found.map( ( { team, reasons }, place ) => {
			const card = root.querySelector( `.wayfinder-all [data-team="${ team }"]` ).cloneNode( true );
			card.hidden = false;
			if ( reasons.length ) {
				const why = document.createElement( 'p' );
				why.className = 'wayfinder-why';
				why.textContent = put( told.words.because, join( reasons.map( ( id ) => short( told, id ) ), told.between ) );
				card.children[ 1 ].after( why );
			}
			if ( ! place ) {
				card.classList.add( 'is-first' );
				card.querySelector( '.wayfinder-next a' ).className = 'wp-element-button';
			}
			return card;
		} )
	);
}

/** Puts values into a sentence that PHP would fill with sprintf(). */
export function put( sentence, ...values ) {
	return sentence.replace( /%(?:(\d)\$)?[sd]/g, ( _, number ) => values[ ( number || 1 ) - 1 ] );
}

function short( { weights, shorts }, id ) {
	return shorts[ weights.options.findIndex( ( [ known ] ) => known === id ) ];
}

/** Joins as WordPress does: between most, between the last two, between the only two. */
function join( items, [ most, last, two ] ) {
	const final = items.pop();
	return items.length ? items.join( most ) + ( items[ 1 ] ? last : two ) + final : final;
}

/** Says meetings in the visitor's time and the page's language; leaves out those that are over. */
export function tellMeetings( { root, told } ) {
	const language = languageOf( root );
	const day = { weekday: 'short', day: 'numeric', month: 'short' };
	const time = { hour: '2-digit', minute: '2-digit' };
	const here = new Intl.DateTimeFormat( language, { ...day, ...time } );
	const utc = new Intl.DateTimeFormat( language, { ...time, timeZone: 'UTC' } );

	for ( const ways of root.querySelectorAll( '.wayfinder-ways' ) ) {
		let isTold = false;
		for ( const meeting of ways.querySelectorAll( '.wayfinder-meeting' ) ) {
			const shown = meeting.querySelector( 'time' );
			const at = new Date( shown.dateTime );
			meeting.hidden = isTold || at < Date.now();
			isTold ||= ! meeting.hidden;
			shown.textContent = put( told.words.yours, here.format( at ), utc.format( at ) );
		}
	}
}

function languageOf( element ) {
	try {
		return Intl.getCanonicalLocales( element.closest( '[lang]' )?.lang || [] );
	} catch ( error ) {
		return []; // WordPress knows languages that the browser does not.
	}
}

/** Copies an address; where the browser does not let us, shows it to be copied by hand. */
export async function copy( { root, told, say }, address, button ) {
	try {
		await navigator.clipboard.writeText( address );
		const label = button.textContent;
		say( ( button.textContent = told.words.copied ) );
		setTimeout( () => ( button.textContent = label ), 4000 );
	} catch ( error ) {
		const row = root.querySelector( '.wayfinder-copy' );
		const field = row.querySelector( 'input' );
		row.hidden = false;
		field.value = address;
		field.focus();
		field.select();
	}
}
