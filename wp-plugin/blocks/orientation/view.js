/**
 * Improves the keep form of wayfinder/orientation: keeps the result without a reload and shows badge and application
 * as they arrive. Without this script the form posts and the page tells the same.
 */

const WAITS_MS = [ 400, 600, 1000, 1500, 2000, 3000, 5000, 8000, 10000, 14000, 15000 ];

for ( const panel of document.querySelectorAll( '[data-wayfinder-panel]' ) ) {
	start( panel, JSON.parse( panel.dataset.wayfinderPanel ) );
}

function start( panel, told ) {
	const form = panel.querySelector( 'form' );

	if ( form ) {
		form.addEventListener( 'submit', ( event ) => {
			event.preventDefault();
			keep( panel, told, form );
		} );
	}
	if ( told.waiting ) {
		follow( panel, told );
	}
}

async function keep( panel, told, form ) {
	const button = form.querySelector( 'button' );
	if ( button.getAttribute( 'aria-disabled' ) ) {
		return; // Pressed twice.
	}
	button.setAttribute( 'aria-disabled', 'true' );
	say( panel, told.words.keeping );

	const mentor = form.elements.wants_mentor;
	const answer = await call( told, 'POST', 'results', {
		answers: told.answers,
		wants_mentor: mentor.type === 'hidden' || mentor.checked,
	} );

	button.removeAttribute( 'aria-disabled' );
	if ( ! answer.ok ) {
		say( panel, refusal( told, answer ) );
		return;
	}

	show( panel, answer.data.journey );
	const title = panel.querySelector( 'h2' );
	title.textContent = told.words.title;
	title.focus();
	form.remove();
	say( panel, told.words.kept );
	follow( panel, told );
}

// Rings for what is not delivered yet, and looks again and again, ever more slowly, for a minute.
async function follow( panel, told ) {
	ring( told );

	for ( const wait of WAITS_MS ) {
		await pause( wait );

		const answer = await call( told, 'GET', 'people/me' );
		if ( ! answer.ok || ! answer.data.result ) {
			continue;
		}
		show( panel, answer.data );
		if ( answer.data.is_settled ) {
			say( panel, told.words.done );
			return;
		}
		if ( answer.data.result.delivery === 'due' ) {
			ring( told );
		}
	}
	say( panel, told.words.later );
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

function show( panel, { words } ) {
	const list = panel.querySelector( 'ul' );
	list.hidden = false;

	for ( const item of list.children ) {
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
