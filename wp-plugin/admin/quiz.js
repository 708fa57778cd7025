/* Settings → Wayfinder → Quiz works without this; it asks before somebody leaves with words that were not saved. */
( function () {
	let isChanged = false;

	document.addEventListener( 'input', ( event ) => {
		isChanged = isChanged || Boolean( event.target.closest( '.wayfinder-quizzes .wayfinder-field' ) );
	} );
	document.addEventListener( 'submit', () => {
		isChanged = false;
	} );
	window.addEventListener( 'beforeunload', ( event ) => {
		if ( isChanged ) {
			event.preventDefault();
		}
	} );
} )();
