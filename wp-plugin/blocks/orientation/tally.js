/** Counts without knowing whom: one beacon when the visitor leaves, no identifier. See inc/counts.php. */

/** Gives a tally of one quiz on this page. */
export function tally( { name, counts } ) {
	let news = {};
	const seen = {};

	addEventListener( 'visibilitychange', () => {
		if ( document.visibilityState === 'hidden' && Object.keys( news ).length ) {
			const body = JSON.stringify( { content: name || 'default', ...news } );
			navigator.sendBeacon( counts, new Blob( [ body ], { type: 'application/json' } ) );
			news = {};
		}
	} );

	return {
		start() {
			if ( ! seen.start ) {
				seen.start = news.started = true;
			}
		},
		finish( answers ) {
			if ( seen.start && ! seen.finish ) {
				seen.finish = true;
				news.answers = answers.join();
			}
		},
		handOn( team ) {
			if ( ! seen[ '/' + team ] ) {
				seen[ '/' + team ] = true;
				news.handed = [ ...( news.handed || [] ), team ].slice( -5 );
			}
		},
	};
}
