// Runs PHP where none is installed: a script of this repository, or the check that every PHP file compiles.
//
//     node demo/php.mjs [--php 7.4] script.php [arguments]
//     node demo/php.mjs --lint folder [--php 7.4] [--php 8.4]
//
// The script sees this repository under its own path and nothing else of the machine; stdin, stdout, stderr and the
// exit status are passed through.

import { readFileSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { isatty } from 'node:tty';
import { fileURLToPath } from 'node:url';

const REPOSITORY = realpathSync(join(dirname(fileURLToPath(import.meta.url)), '..'));
const DEFAULT_VERSION = '8.2';
const AFTERTHOUGHT = 'could not compile file'; // opcache repeats what the compiler said
const PROBLEM = /^(?:PHP )?([A-Z][\w ]+?): +(.*) in (.+) on line (\d+)$/;

/** Gives {lint, versions, script, args} of a command line; what follows the script belongs to the script. */
function readCommand(words) {
	const command = { lint: null, versions: [], script: null, args: [] };
	while (words.length && words[0].startsWith('--')) {
		const [option, value] = words.splice(0, 2);
		if (option === '--php' && value) {
			command.versions.push(value);
		} else if (option === '--lint' && value) {
			command.lint = value;
		} else {
			fail(`Unknown or incomplete option ${option}. See the top of demo/php.mjs.`);
		}
	}
	[command.script, ...command.args] = words;
	if (!command.versions.length) {
		command.versions.push(DEFAULT_VERSION);
	}
	return command;
}

function fail(sentence) {
	console.error(sentence);
	process.exit(2);
}

async function loadPackages() {
	try {
		return { ...(await import('@php-wasm/node')), ...(await import('@php-wasm/universal')) };
	} catch {
		return fail('The PHP packages are missing: run `npm ci --prefix demo`.');
	}
}

/** Runs `php words…` and gives its exit status; onOutput and onErrors get the bytes as they come. */
async function runPhp(version, words, onOutput, onErrors) {
	const { PHP, SupportedPHPVersions, createNodeFsMountHandler, loadNodeRuntime } = await loadPackages();
	if (!SupportedPHPVersions.includes(version)) {
		fail(`There is no PHP ${version} here, only ${SupportedPHPVersions.join(', ')}.`);
	}
	const php = new PHP(await loadNodeRuntime(version, { emscriptenOptions: { processId: 1, stdin: readByByte() } }));
	php.mkdirTree(REPOSITORY);
	await php.mount(REPOSITORY, createNodeFsMountHandler(REPOSITORY));
	php.chdir(relative(REPOSITORY, process.cwd()).startsWith('..') ? REPOSITORY : process.cwd());
	// Data goes to stdout, complaints to stderr, once.
	const answer = await php.cli(['php', '-d', 'display_errors=stderr', '-d', 'log_errors=0', ...words]);
	await Promise.all([
		answer.stdout.pipeTo(new WritableStream({ write: onOutput })),
		answer.stderr.pipeTo(new WritableStream({ write: onErrors })),
	]);
	return answer.exitCode;
}

/**
 * Emscripten's own reader breaks characters that straddle its 256 bytes. This one reads all when first asked, and
 * leaves process.stdin alone: touching it makes a pipe non-blocking.
 */
function readByByte() {
	let input = null;
	let at = 0;
	return () => {
		input ??= isatty(0) ? Buffer.alloc(0) : readFileSync(0);
		return at < input.length ? input[at++] : null;
	};
}

/** A sink that waits until the bytes are out, so that leaving the process cuts nothing off. */
const intoStream = (stream) => (bytes) => new Promise((done) => stream.write(bytes, done));

function phpFilesBelow(folder) {
	return readdirSync(folder, { recursive: true })
		.filter((name) => name.endsWith('.php') && !name.split('/').includes('node_modules'))
		.map((name) => join(folder, name))
		.filter((path) => statSync(path).isFile())
		.sort();
}

/** Compiles all files with one PHP version; prints each problem as file:line: message and gives their number. */
async function lint(folder, version) {
	const files = phpFilesBelow(folder);
	const said = { out: [], errors: [] };
	const intoList = (list) => (bytes) => void list.push(Buffer.from(bytes));
	const words = [join(REPOSITORY, 'demo', 'lint.php'), ...files];
	const status = await runPhp(version, words, intoList(said.out), intoList(said.errors));
	const lines = [said.out, said.errors].map((list) => Buffer.concat(list).toString('utf8').split('\n'));
	const problems = lines.flat().filter((line) => line && !line.includes(AFTERTHOUGHT));
	for (const line of problems) {
		const [, kind, message, path, number] = line.match(PROBLEM) ?? [];
		console.log(kind ? `${relative(process.cwd(), path)}:${number}: PHP ${version}: ${kind}: ${message}` : line);
	}
	if (!problems.length && status === 0 && files.length) {
		console.log(`ok ${files.length} files, PHP ${version}`);
		return true;
	}
	console.log(`not ok, PHP ${version}: ${files.length} files, ${problems.length} problems, exit status ${status}`);
	return false;
}

function findPath(path) {
	try {
		return realpathSync(path);
	} catch {
		return fail(`There is no ${path}.`);
	}
}

const command = readCommand(process.argv.slice(2));
if (command.lint) {
	let isClean = true;
	for (const version of command.versions) {
		isClean = (await lint(findPath(command.lint), version)) && isClean;
	}
	process.exit(isClean ? 0 : 1);
}
if (!command.script) {
	fail('Which script? See the top of demo/php.mjs.');
}
const words = [findPath(command.script), ...command.args];
process.exit(await runPhp(command.versions[0], words, intoStream(process.stdout), intoStream(process.stderr)));
