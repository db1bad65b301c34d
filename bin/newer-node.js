import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

const { engines, devDependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const wanted = engines.node.replace('>=', '');
const installTimeoutMs = 300_000;

/** Whether this Node can run Gatelock (package.json, engines). */
export function nodeIsNewEnough(version) {
	const [own, least] = [version, wanted].map((text) => text.split('.').map(Number));
	for (let i = 0; i < 3; i++) if (own[i] !== least[i]) return own[i] > least[i];
	return true;
}

/** Runs the program again with a newer Node: one that is installed beside it, or one from the package registry. */
export async function runWithNewerNode() {
	const node = installedNode() ?? cachedNode();
	if (node === null) {
		process.stderr.write(
			`gatelock: Node ${process.versions.node} is too old, ${wanted} or newer is needed, and none could be installed. Next step: npm install --save-dev node@24\n`,
		);
		return 2;
	}
	const child = spawn(node, process.argv.slice(1), {
		stdio: 'inherit',
		env: { ...process.env, PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ''}` },
	});
	// A Ctrl+C reaches both; this one only waits for the other's exit code.
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
		process.on(signal, () => {
			if (!process.stdin.isTTY || signal !== 'SIGINT') child.kill(signal);
		});
	}
	return await new Promise((resolve) => {
		child.once('error', () => resolve(2));
		child.once('exit', (code, signal) => resolve(code ?? 128 + (os.constants.signals[signal] ?? 0)));
	});
}

/** The `node` package, when the project has it. */
function installedNode() {
	for (const from of [import.meta.url, path.join(process.cwd(), 'package.json')]) {
		try {
			const file = createRequire(from).resolve('node/bin/node');
			if (existsSync(file)) return file;
		} catch {
			// Not there.
		}
	}
	return null;
}

/** A Node of our own in the cache; installed by the npm client when it is not there yet. */
function cachedNode() {
	const version = devDependencies.node;
	const cache =
		process.env.GATELOCK_CACHE ??
		path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'gatelock');
	const name = `node-${process.platform}-${process.arch}`;
	const folder = path.join(cache, 'nodes', `${name}-${version}`);
	const file = path.join(folder, 'node_modules', name, 'bin', 'node');
	if (existsSync(file)) return file;
	process.stderr.write(
		`gatelock: Node ${process.versions.node} is too old; installing Node ${version} into ${folder} (once)\n`,
	);
	mkdirSync(path.dirname(folder), { recursive: true });
	const temporary = mkdtempSync(`${folder}.`);
	const args = [
		'install',
		'--prefix',
		temporary,
		'--ignore-scripts',
		'--no-audit',
		'--no-fund',
		'--no-save',
		`${name}@${version}`,
	];
	const npm = spawnSync('npm', args, { stdio: ['ignore', 'ignore', 'inherit'], timeout: installTimeoutMs });
	try {
		if (npm.status === 0) renameSync(temporary, folder);
	} catch {
		// Another run was faster: its folder is as good.
	}
	rmSync(temporary, { recursive: true, force: true });
	return existsSync(file) ? file : null;
}
