/* Settings → Wayfinder → Quiz works without this; it asks before somebody leaves with words that were not saved. */
( function () {
	const changed = new Set(); // Forms with words that are not saved.
	let sent = null; // The form that goes off now, with its words.

	document.addEventListener( 'input', ( event ) => {
		if ( event.target.form && event.target.closest( '.wayfinder-quizzes .wayfinder-field' ) ) {
			changed.add( event.target.form );
		}
	} );
	document.addEventListener( 'submit', ( event ) => {
		sent = event.target;
	} );
	window.addEventListener( 'beforeunload', ( event ) => {
		if ( [ ...changed ].some( ( form ) => form !== sent ) ) {
			event.preventDefault();
		}
		sent = null; // Who stays has not sent it.
	} );

	// What came back because something is wrong with it, or somebody else was first, is not saved either.
	for ( const mark of document.querySelectorAll( '.wayfinder-quizzes [aria-invalid], .wayfinder-quizzes .wayfinder-theirs' ) ) {
		changed.add( mark.closest( 'form' ) );
	}
} )();
