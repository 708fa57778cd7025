/**
 * The quiz one step at a time, and its result without a request. The address follows every answer. Quizzes of a page
 * that ask the same questions show the same answers, as they do when the server renders them.
 */
import { recommend } from '@wayfinder/rule';
import * as address from '@wayfinder/address';
import { copy, fill, put, tellMeetings } from '@wayfinder/result';
import { tally } from '@wayfinder/tally';

const quizzes = [ ...document.querySelectorAll( '.wp-block-wayfinder-orientation' ) ].map( start );
const { title } = document;
let acting = quizzes[ 0 ];

addEventListener( 'popstate', () => {
	const { step, isOther } = address.read( acting.told.name );
	if ( isOther ) {
		acting = quizzes.find( ( { told } ) => ! address.read( told.name ).isOther ) || acting;
	} else if ( step && acting.step && step !== acting.step ) { // Going back to an earlier step takes no answer away.
		history.replaceState( null, '', address.of( acting.told.name, acting.answers, step ) );
	}
	if ( showAll().includes( acting ) ) {
		focus( acting );
	}
} );

function start( root ) {
	const form = root.querySelector( '.wayfinder-quiz' );
	const said = root.querySelector( '.wayfinder-said' );
	const told = JSON.parse( root.querySelector( 'script[type="application/json"]' ).textContent );
	const quiz = {
		root,
		form,
		told,
		steps: [ ...form.querySelectorAll( 'fieldset' ) ],
		boxes: [ ...form.querySelectorAll( '[type=checkbox]' ) ],
		back: form.querySelector( '[data-do=back]' ),
		next: form.querySelector( '[type=submit]' ),
		result: root.querySelector( '.wayfinder-result' ),
		list: root.querySelector( '.wayfinder-result .wayfinder-teams' ),
		say: ( words ) => ( said.textContent = words ),
		tally: tally( told ),
	};

	form.addEventListener( 'change', () => tick( quiz ) );
	form.addEventListener( 'submit', ( event ) => {
		event.preventDefault();
		goOn( quiz );
	} );
	root.addEventListener( 'click', ( event ) => act( quiz, event ) );
	root.querySelectorAll( 'button[data-do]' ).forEach( ( button ) => ( button.hidden = false ) );
	tellMeetings( quiz );
	root.querySelector( '.wayfinder-all' ).addEventListener( 'toggle', async () => ( await import( '@wayfinder/browse' ) ).browse( quiz ), { once: true } );
	root.classList.add( 'is-ready' );
	show( quiz, address.read( told.name ) );
	return quiz;
}

/** Shows what the address says; gives the quizzes for which that is news. */
function showAll() {
	return quizzes.filter( ( quiz ) => show( quiz, address.read( quiz.told.name ) ) );
}

function show( quiz, { answers, step } ) {
	quiz.boxes.forEach( ( box ) => ( box.checked = answers.includes( box.value ) ) );
	const known = ticked( quiz );
	step = Math.min( known.length ? step : step || 1, quiz.steps.length );
	const key = [ step, ...known ].join();
	if ( quiz.key === key ) {
		return false;
	}
	Object.assign( quiz, { key, step, answers: known } );

	quiz.form.hidden = ! step;
	quiz.result.hidden = !! step;
	quiz.steps.forEach( ( fieldset, at ) => fieldset.classList.toggle( 'is-current', at + 1 === step ) );
	quiz.back.hidden = step === 1;
	quiz.next.textContent = quiz.told.words[ step === quiz.steps.length ? 'show' : 'next' ];
	if ( ! step ) {
		showResult( quiz );
	}
	return true;
}

async function showResult( quiz ) {
	const link = quiz.root.querySelector( '[data-login]' );
	quiz.found = recommend( quiz.answers, quiz.told.weights );
	fill( quiz, quiz.found );
	quiz.result.dataset.address = here( quiz );
	quiz.root.querySelector( '.wayfinder-copy' ).hidden = true;
	if ( link ) {
		link.href = link.dataset.login.replace( 'WAYFINDER_HERE', encodeURIComponent( here( quiz ) ) );
	} else { // Who is logged in can keep it, without the next script too.
		const { elements } = quiz.root.querySelector( '.wayfinder-panel form' );
		elements.answers.value = quiz.answers.join();
		elements.back.value = here( quiz );
		( await import( '@wayfinder/keep' ) ).arrange( quiz );
	}
}

function here( { told, answers } ) {
	return address.of( told.name, answers, 0 );
}

function ticked( { boxes } ) {
	return boxes.filter( ( box ) => box.checked ).map( ( box ) => box.value );
}

function tick( quiz ) {
	acting = quiz;
	quiz.tally.start();
	complain( quiz, '' );
	const { isOther } = address.read( quiz.told.name ); // Then its entry in the history stays what it is.
	go( quiz, quiz.step, ticked( quiz ), isOther ? 'pushState' : 'replaceState', false );
}

function goOn( quiz ) {
	quiz.tally.start();
	if ( quiz.step < quiz.steps.length ) {
		go( quiz, quiz.step + 1 );
	} else if ( quiz.answers.length ) {
		go( quiz, 0 );
		quiz.tally.finish( quiz.answers );
	} else {
		complain( quiz, quiz.told.words.empty );
	}
}

function go( quiz, step, answers = quiz.answers, how = 'pushState', isMove = true ) {
	acting = quiz;
	history[ how ]( null, '', address.of( quiz.told.name, answers, step ) );
	showAll();
	if ( isMove ) {
		quiz.root.querySelectorAll( '.wayfinder-notice' ).forEach( ( notice ) => notice.remove() );
		focus( quiz );
	}
}

/** Leads to the heading of what is shown now, and says where that is. */
function focus( { root, steps, step, result, found, told, say } ) {
	const heading = ( step ? steps[ step - 1 ] : result ).querySelector( '[tabindex]' );
	heading.focus();
	document.title = ( step === 1 ? '' : heading.textContent + ' – ' ) + title;
	const name = ( team ) => root.querySelector( `[data-team="${ team }"] span` ).textContent;
	say( step ? steps[ step - 1 ].querySelector( 'span' ).textContent : put( told.words.found, found.length, name( found[ 0 ].team ) ) );
}

/** An error belongs to the step that is shown: described there, and the first answer takes the focus. */
function complain( { root, steps, step }, words ) {
	const fieldset = steps[ step - 1 ];
	const others = ( fieldset.getAttribute( 'aria-describedby' ) || '' ).split( ' ' ).filter( ( id ) => id && ! id.endsWith( '-error' ) );
	root.querySelector( '.wayfinder-error' )?.remove();
	if ( words ) {
		const error = document.createElement( 'p' );
		error.className = 'wayfinder-notice wayfinder-error';
		error.id = root.querySelector( '[type=search]' ).id + '-error';
		error.setAttribute( 'role', 'alert' );
		error.textContent = words;
		fieldset.querySelector( '.wayfinder-options' ).before( error );
		others.push( error.id );
		fieldset.querySelector( 'input' ).focus();
	}
	fieldset.setAttribute( 'aria-describedby', others.join( ' ' ) );
}

function act( quiz, event ) {
	const team = event.target.closest( '[data-team] a' )?.closest( '[data-team]' ).dataset.team;
	const wish = event.target.closest( '[data-do]' )?.dataset.do;
	if ( team ) {
		quiz.tally.handOn( team );
	}
	if ( ! wish || event.ctrlKey || event.metaKey || event.shiftKey ) {
		return;
	}
	event.preventDefault();
	( {
		back: () => go( quiz, quiz.step - 1 ),
		change: () => go( quiz, 1 ),
		restart: () => go( quiz, 1, [] ),
		copy: () => copy( quiz, here( quiz ), event.target ),
		print: () => print(),
	} )[ wish ]();
}
