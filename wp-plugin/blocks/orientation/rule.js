/**
 * The orientation's rule, so that a result costs the server nothing. Its twin is rank() in inc/orientation.php.
 *
 * @param {string[]} answers Option ids; unknown ones count nothing.
 * @param {Object}   weights As compact() in inc/orientation.php gives it.
 * @return {Object[]} { team, score, reasons }, best first, three to five; none without an answer.
 */
export function recommend( answers, { teams, options } ) {
	const found = teams.map( ( team ) => ( { team, score: 0, reasons: [] } ) );
	let answered = false;
	for ( const [ id, ...pairs ] of options ) {
		if ( ! answers.includes( id ) ) {
			continue;
		}
		answered = true;
		for ( let at = 0; at < pairs.length; at += 2 ) {
			const team = found[ pairs[ at ] ];
			team.score += pairs[ at + 1 ];
			team.reasons.push( [ id, pairs[ at + 1 ] ] );
		}
	}
	// Sorting is stable: equal teams and reasons stay in content order.
	found.sort( ( a, b ) => b.score - a.score );
	return found
		.filter(
			( { score }, place ) =>
				answered &&
				( place < 3 ||
					( place < 5 && score && score * 3 >= found[ 0 ].score * 2 ) )
		)
		.map( ( { team, score, reasons } ) => ( {
			team,
			score,
			reasons: reasons.sort( ( a, b ) => b[ 1 ] - a[ 1 ] ).map( ( [ id ] ) => id ),
		} ) );
}
