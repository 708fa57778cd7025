/**
 * Improves the keep form of wayfinder/orientation: keeps the result without a reload and shows badge and application
 * as they arrive. Without this script the form posts and the page tells the same.
 */

const WAITS_MS = [ 400, 600, 1000, 1500, 2000, 3000, 5000, 8000, 10000, 14000, 15000 ];

const panels = new Map();
let isFollowing = false;

/** Fits the panel to the result that is shown: a kept one has a way so far, any other one can be kept. */
export function arrange( quiz ) {
	const { root, answers, found, told: { name } } = quiz;
	const panel = root.querySelector( '[data-wayfinder-panel]' );
	const told = panels.get( panel ) || attach( panel, quiz );
	const form = panel.querySelector( 'form' );
	const shown = { content: name || 'default', answers: answers.join(), teams: found.map( ( { team } ) => team ).join() };
	const isKept = !! told.kept && Object.keys( shown ).every( ( part ) => shown[ part ] === told.kept[ part ] );
	if ( told.shown && told.shown.answers !== shown.answers ) {
		say( panel, '' ); // What was said was about another result.
	}
	Object.assign( told, { shown, isKept } );

	panel.querySelector( '[tabindex]' ).textContent = told.words[ isKept ? 'kept_title' : 'keep_title' ];
	panel.querySelector( 'ul' ).hidden = ! isKept;
	form.hidden = isKept && told.kept.wants_mentor;
	for ( const part of [ form.querySelector( 'p' ), form.querySelector( 'label' ) ] ) {
		part.hidden = isKept;
	}
	form.elements.wants_mentor.checked = isKept || !! told.kept?.wants_mentor;
	form.querySelector( 'button' ).textContent = told.words[ isKept ? 'mentor' : 'keep' ];
	if ( isKept && told.waiting ) {
		follow( told );
	}
}

function attach( panel, quiz ) {
	const told = JSON.parse( panel.dataset.wayfinderPanel );
	const form = panel.querySelector( 'form' );

	panels.set( panel, told );
	told.arrange = () => arrange( quiz );
	form.addEventListener( 'submit', ( event ) => {
		event.preventDefault();
		keep( panel, told, form );
	} );
	return told;
}

async function keep( panel, told, form ) {
	const button = form.querySelector( 'button' );
	if ( button.getAttribute( 'aria-disabled' ) ) {
		return; // Pressed twice.
	}
	button.setAttribute( 'aria-disabled', 'true' );
	say( panel, told.words.keeping );

	const kept = { ...told.shown, wants_mentor: form.elements.wants_mentor.checked };
	const answer = await call( told, 'POST', 'results', { ...kept, answers: kept.answers.split( ',' ), teams: undefined } );

	button.removeAttribute( 'aria-disabled' );
	if ( ! answer.ok ) {
		say( panel, refusal( told, answer ) );
		if ( answer.status === 401 || answer.status === 403 ) {
			offerLogIn( panel, told );
		}
		return;
	}

	show( answer.data.journey );
	panels.forEach( ( other, itsPanel ) => {
		Object.assign( other, { kept, waiting: told.follow } );
		itsPanel.querySelector( 'form p' ).textContent = told.words.replaces;
		other.arrange();
	} );
	panel.querySelector( '[tabindex]' ).focus();
	say( panel, told.words.kept );
}

// Rings for what is not delivered yet, and looks again and again, ever more slowly, for a minute.
async function follow( told ) {
	if ( isFollowing ) {
		return;
	}
	isFollowing = true;
	ring( told );

	for ( const wait of WAITS_MS ) {
		await pause( wait );

		const answer = await call( told, 'GET', 'people/me' );
		if ( ! answer.ok || ! answer.data.result ) {
			continue;
		}
		show( answer.data );
		if ( answer.data.is_settled ) {
			panels.forEach( ( other ) => ( other.waiting = false ) );
			break;
		}
		if ( answer.data.result.delivery === 'due' ) {
			ring( told );
		}
	}
	isFollowing = false;
	panels.forEach( ( other, panel ) => other.isKept && say( panel, told.words[ other.waiting ? 'later' : 'done' ] ) );
}

// One ring at a time: it lasts as long as the service takes to answer.
async function ring( told ) {
	if ( ! told.isRinging ) {
		told.isRinging = true;
		await call( told, 'POST', 'deliveries' );
		told.isRinging = false;
	}
}

// One call of ours: { ok, status, data }; never throws.
async function call( told, method, path, body ) {
	try {
		const response = await fetch( told.rest + path, {
			method,
			credentials: 'same-origin',
			headers: { 'content-type': 'application/json', 'x-wp-nonce': told.nonce },
			body: body && JSON.stringify( body ),
		} );
		return { ok: response.ok, status: response.status, data: await response.json() };
	} catch ( error ) {
		return { ok: false, status: 0, data: {} };
	}
}

function refusal( told, { status, data } ) {
	if ( status === 401 || status === 403 ) {
		return told.words.session;
	}
	return data.message || told.words.offline;
}

function offerLogIn( panel, told ) {
	const link = document.createElement( 'a' );
	link.href = told.login.replace( 'WAYFINDER_HERE', encodeURIComponent( location.href ) );
	link.textContent = told.words.log_in;
	panel.querySelector( '[role=status]' ).append( ' ', link );
}

function show( { words } ) {
	for ( const item of [ ...panels.keys() ].flatMap( ( panel ) => [ ...panel.querySelectorAll( '[data-part]' ) ] ) ) {
		const line = words[ item.dataset.part ];
		item.hidden = ! line;
		if ( line && item.textContent !== line.text ) {
			item.textContent = line.text;
			item.dataset.state = line.state;
		}
	}
}

function say( panel, words ) {
	panel.querySelector( '[role=status]' ).textContent = words;
}

function pause( ms ) {
	return new Promise( ( done ) => setTimeout( done, ms ) );
}
