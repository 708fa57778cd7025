/**
 * Holds the browser's rule to the golden cases that PHP is held to, and to what must be true for all answer sheets.
 *
 *     node --test tests/contract/orientation.test.mjs
 *     node tests/contract/orientation.test.mjs --json    reads a JSON list of answer sheets, prints the list of results
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { recommend } from '../../wp-plugin/blocks/orientation/rule.js';

const golden = JSON.parse( readFileSync( new URL( 'orientation-cases.json', import.meta.url ) ) );
const { teams, options } = golden.weights;
const ids = options.map( ( [ id ] ) => id );

/** Gives the results of many sheets, to be compared with those of PHP. */
export const dump = ( sheets ) => sheets.map( ( sheet ) => recommend( sheet, golden.weights ) );

/** Gives sheets that are the same in every language: a multiplicative generator, one draw per option. */
export function seededSheets( count, seed ) {
	return Array.from( { length: count }, ( _, at ) =>
		ids.filter( () => ( seed = ( seed * 48271 ) % 2147483647 ) % ( 2 + ( at % 7 ) ) === 0 )
	);
}

const digest = ( sheets ) =>
	createHash( 'sha256' )
		.update(
			sheets
				.flatMap( ( sheet ) => [
					'? ' + sheet,
					...recommend( sheet, golden.weights ).map( ( f ) => `${ f.team } ${ f.score } ${ f.reasons }` ),
				] )
				.join( '\n' )
		)
		.digest( 'hex' );

// A fast picture of the rule for millions of sheets: one row of points per option, one place per team.
const points = options.map( ( [ , ...pairs ] ) => {
	const row = new Int32Array( teams.length );
	for ( let at = 0; at < pairs.length; at += 2 ) {
		row[ pairs[ at ] ] = pairs[ at + 1 ];
	}
	return row;
} );
const named = points.map( ( row ) => [ ...row.keys() ].filter( ( team ) => row[ team ] ) );

const step = ( name ) => ids.flatMap( ( id, at ) => ( id.startsWith( name + '.' ) ? [ at ] : [] ) );
const subsets = ( list, most ) =>
	list.reduce( ( all, at ) => all.concat( all.filter( ( s ) => s.length < most ).map( ( s ) => [ ...s, at ] ) ), [ [] ] );

/** Calls back with every sheet of none to `most` ticks per step, and with its points. */
function everySheet( most, visit ) {
	const [ uses, interests, skills ] = [ 'use', 'interest', 'skill' ].map( ( name ) =>
		subsets( step( name ), most ).map( ( ticks ) => ( { ticks, sum: add( ticks ) } ) )
	);
	const score = new Int32Array( teams.length );
	for ( const use of uses ) {
		for ( const interest of interests ) {
			for ( const skill of skills ) {
				for ( let team = 0; team < score.length; team++ ) {
					score[ team ] = use.sum[ team ] + interest.sum[ team ] + skill.sum[ team ];
				}
				visit( score, use.ticks, interest.ticks, skill.ticks );
			}
		}
	}
}

function add( ticks ) {
	const sum = new Int32Array( teams.length );
	ticks.forEach( ( at ) => points[ at ].forEach( ( value, team ) => ( sum[ team ] += value ) ) );
	return sum;
}

/** Counts the teams before one team: more points, or as many and earlier in content. */
function placeOf( team, score ) {
	let place = 0;
	for ( let other = 0; other < score.length; other++ ) {
		if ( score[ other ] > score[ team ] || ( score[ other ] === score[ team ] && other < team ) ) {
			place++;
		}
	}
	return place;
}

/** Gives the shown teams' numbers, as recommend() would; held to it below. */
function shownOf( score ) {
	const order = [ ...score.keys() ].sort( ( a, b ) => score[ b ] - score[ a ] );
	return order.filter( ( team, place ) => place < 3 || ( place < 5 && 3 * score[ team ] >= 2 * score[ order[ 0 ] ] ) );
}

if ( process.argv.includes( '--json' ) ) {
	process.stdout.write( JSON.stringify( dump( JSON.parse( readFileSync( 0 ) ) ) ) + '\n' );
} else {
	defineTests();
}

function defineTests() {
	for ( const { name, answers, first, also = [], result } of golden.cases ) {
		test( `golden case: ${ name }`, () => {
			assert.deepEqual( recommend( answers, golden.weights ), result );
			assert.equal( result[ 0 ].team, first );
			assert.deepEqual( also.filter( ( team ) => ! result.some( ( found ) => found.team === team ) ), [] );
		} );
	}

	test( 'a thousand seeded sheets give what PHP gives', () => {
		assert.equal( digest( seededSheets( golden.seeded.sheets, golden.seeded.seed ) ), golden.seeded.hash );
	} );

	test( 'no answer and no known answer give no team', () => {
		assert.deepEqual( recommend( [], golden.weights ), [] );
		assert.deepEqual( recommend( [ 'use.none', '__proto__' ], golden.weights ), [] );
	} );

	test( 'the order of the answers and repeated ones change nothing', () => {
		for ( const sheet of seededSheets( 50, 7 ) ) {
			assert.deepEqual( recommend( [ ...sheet, ...sheet ].reverse(), golden.weights ), recommend( sheet, golden.weights ) );
		}
	} );

	test( 'the fast picture used below is the rule', () => {
		for ( const sheet of seededSheets( 500, 11 ).filter( ( s ) => s.length ) ) {
			const score = add( sheet.map( ( id ) => ids.indexOf( id ) ) );
			const result = recommend( sheet, golden.weights ).map( ( found ) => found.team );
			assert.deepEqual( shownOf( score ).map( ( team ) => teams[ team ] ), result );
			assert.deepEqual( result.map( ( team ) => placeOf( teams.indexOf( team ), score ) ), [ ...result.keys() ] );
		}
	} );

	test( 'each option names at least three teams, all with one weight: the ground of the proof in docs/orientation.md', () => {
		for ( const [ at, row ] of points.entries() ) {
			assert.ok( named[ at ].length >= 3, ids[ at ] );
			assert.equal( new Set( row.filter( Boolean ) ).size, 1, ids[ at ] );
		}
	} );

	test( 'one answer per step: no team is on more than 40 % of the 672 results', () => {
		const shown = new Int32Array( teams.length );
		let sheets = 0;
		everySheet( 1, ( score, ...ticks ) => {
			if ( ticks.every( ( list ) => list.length ) ) {
				sheets++;
				shownOf( score ).forEach( ( team ) => shown[ team ]++ );
			}
		} );
		assert.equal( sheets, 672 );
		assert.ok( Math.max( ...shown ) <= 0.4 * 672, String( shown ) );
	} );

	test( 'up to three ticks per step: three to five teams can be shown, and each team is first somewhere', () => {
		const first = new Set();
		let sheets = 0;
		everySheet( 3, ( score, ...ticks ) => {
			if ( ! ticks.some( ( list ) => list.length ) ) {
				return;
			}
			sheets++;
			let best = 0;
			let withPoints = 0;
			for ( let team = 0; team < score.length; team++ ) {
				withPoints += score[ team ] > 0;
				best = score[ team ] > score[ best ] ? team : best;
			}
			if ( withPoints < 3 ) {
				assert.fail( ticks.flat().map( ( at ) => ids[ at ] ).join() );
			}
			first.add( best );
		} );
		assert.equal( sheets, 15 * 299 * 470 - 1 );
		assert.equal( first.size, teams.length );
	} );

	test( 'up to two ticks per step, and any further one: it never pushes down a team that it names', () => {
		const after = new Int32Array( teams.length );
		everySheet( 2, ( score, ...ticks ) => {
			const shown = shownOf( score );
			for ( let at = 0; at < ids.length; at++ ) {
				if ( ticks.some( ( list ) => list.includes( at ) ) ) {
					continue;
				}
				for ( let team = 0; team < score.length; team++ ) {
					after[ team ] = score[ team ] + points[ at ][ team ];
				}
				for ( const team of named[ at ] ) {
					if ( placeOf( team, after ) > placeOf( team, score ) ) {
						assert.fail( `${ ids[ at ] } pushes down ${ teams[ team ] }: ${ ticks.flat().map( ( t ) => ids[ t ] ) }` );
					}
				}
				checkShown( score, after, shown, at );
			}
		} );
	} );

	test( 'up to two interests and two skills: no choice of uses takes away the first team that both name', () => {
		const uses = subsets( step( 'use' ), 4 ).map( add );
		const sum = new Int32Array( teams.length );
		everySheet( 2, ( score, use, interest, skill ) => {
			const best = score.indexOf( Math.max( ...score ) );
			const names = ( ticks ) => ticks.some( ( at ) => points[ at ][ best ] );
			if ( use.length || ! names( interest ) || ! names( skill ) ) {
				return;
			}
			for ( const added of uses ) {
				for ( let team = 0; team < sum.length; team++ ) {
					sum[ team ] = score[ team ] + added[ team ];
				}
				if ( ! shownOf( sum ).includes( best ) ) {
					assert.fail( `${ teams[ best ] } is taken off ${ [ ...interest, ...skill ].map( ( at ) => ids[ at ] ) }` );
				}
			}
		} );
	} );

	test( 'everything ticked still gives at most five', () => {
		assert.ok( recommend( ids, golden.weights ).length <= 5 );
	} );
}

/** A shown team that the tick names stays shown; a tick that names only shown teams shows no others. */
function checkShown( score, after, shown, at ) {
	if ( ! score.some( Boolean ) ) {
		return;
	}
	const confirmed = named[ at ].filter( ( team ) => shown.includes( team ) );
	if ( confirmed.length ) {
		const now = shownOf( after );
		assert.ok( confirmed.every( ( team ) => now.includes( team ) ), ids[ at ] );
		if ( confirmed.length === named[ at ].length ) {
			assert.ok( now.every( ( team ) => shown.includes( team ) ), ids[ at ] );
		}
	}
}
