import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { BuildUnobtainableError } from './build-unobtainable-error.ts';
import type { UnobtainableReason } from './messages.ts';

/** How many of npm's lines an error shows. */
const shownLines = 8;

/** One call of npm on behalf of a build. */
export interface NpmCall {
	/** The build as the user named it, for errors. */
	readonly spec: string;
	readonly arguments: readonly string[];
	readonly cwd: string;
	/** The Node that npm runs on. It decides which optional dependencies npm leaves out as "unsupported engine". */
	readonly node: string;
	readonly timeoutMs: number;
	readonly signal: AbortSignal | undefined;
}

/**
 * Runs npm as the user configured it: registry, proxy and certificates are its own affair.
 *
 * @returns What it printed on stdout.
 * @throws BuildUnobtainableError with npm's last lines.
 */
export async function runNpm(call: NpmCall): Promise<string> {
	const result = await execa(call.node, [findNpmCli(call.spec), ...call.arguments], {
		cwd: call.cwd,
		env: npmEnvironment(process.env),
		extendEnv: false,
		stdin: 'ignore',
		reject: false,
		timeout: call.timeoutMs,
		forceKillAfterDelay: 2_000,
		...(call.signal === undefined ? {} : { cancelSignal: call.signal }),
	});
	if (!result.failed) return result.stdout;
	if (result.isCanceled) throw new BuildUnobtainableError(call.spec, 'cancelled');
	const output = `${result.stdout}\n${result.stderr}`;
	const lines = usefulLines(output);
	if (result.timedOut) {
		throw new BuildUnobtainableError(call.spec, 'install-timed-out', `${call.timeoutMs / 1000} s`, lines);
	}
	const how = result.signal ?? (result.exitCode === undefined ? result.shortMessage : `exit code ${result.exitCode}`);
	const reason = reasonOf(output);
	throw new BuildUnobtainableError(
		call.spec,
		reason,
		reason === 'install-failed' ? `npm ended with ${how}` : '',
		lines,
	);
}

/** What npm's error code means for the user. Pure. */
export function reasonOf(output: string): UnobtainableReason {
	if (/\bcode (?:E404|ETARGET)\b/.test(output)) return 'not-on-registry';
	if (/\bcode (?:ENOTFOUND|ECONNREFUSED|ECONNRESET|EAI_AGAIN|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH)\b/.test(output)) {
		return 'registry-unreachable';
	}
	return 'install-failed';
}

/** The last lines that say something: npm's prefix stays, what it says about itself (warnings, stack, log file) goes. Pure. */
export function usefulLines(output: string): string[] {
	return output
		.split(/\r?\n/)
		.map((line) => line.trimEnd())
		.filter((line) => line !== '' && !/^npm (?:error|ERR!)\s*$/.test(line))
		.filter((line) => !/^npm (?:error|ERR!)(?: {2,}| [{}])/.test(line))
		.filter((line) => !/^npm (?:warn|WARN)\b/.test(line) && !/complete log of this run/i.test(line))
		.filter((line) => !/_logs[/\\].*-debug-\d+\.log$/.test(line))
		.slice(-shownLines);
}

/**
 * npm's own program, so that it can be run by a Node of our choice, whatever `node` is first on PATH: the npm that
 * started us, else the one on PATH, else the one beside our Node.
 */
function findNpmCli(spec: string): string {
	const started = process.env.npm_execpath;
	const onPath = (process.env.PATH ?? '')
		.split(path.delimiter)
		.filter((folder) => path.isAbsolute(folder))
		.map((folder) => path.join(folder, 'npm'));
	const besideNode = path.join(path.dirname(process.execPath), '..', 'lib/node_modules/npm/bin/npm-cli.js');
	for (const candidate of [...(started === undefined ? [] : [started]), ...onPath, besideNode]) {
		if (!existsSync(candidate)) continue;
		const folder = path.dirname(realpathSync(candidate));
		// A launcher script beside its npm, as node's own archives and Windows have it.
		const places = [
			folder,
			path.join(folder, 'node_modules/npm/bin'),
			path.join(folder, '../lib/node_modules/npm/bin'),
		];
		const cli = places.map((place) => path.join(place, 'npm-cli.js')).find((file) => existsSync(file));
		if (cli !== undefined) return cli;
	}
	throw new BuildUnobtainableError(spec, 'npm-not-found');
}

/**
 * All of the user's variables (proxy, certificates, registry) but those that would load code into npm's Node, and the
 * marks that an outer npm leaves about the project it runs in.
 */
function npmEnvironment(source: NodeJS.ProcessEnv): Record<string, string> {
	const dropped = /^(?:NODE_OPTIONS|NODE_ENV|NODE_PATH|INIT_CWD|npm_(?:package|lifecycle)_.*|npm_config_local_prefix)$/;
	const kept: Record<string, string> = {};
	for (const [name, value] of Object.entries(source)) {
		if (value !== undefined && !dropped.test(name)) kept[name] = value;
	}
	return kept;
}
