import { tmpdir } from 'node:os';
import path from 'node:path';
import { guardProgram } from '../arena/guard.ts';
import { type Isolation, isolationVariable } from '../arena/isolation.ts';
import { probeNamespaces, relaunch, relaunchInNamespaces, type Shadow } from '../arena/namespaces.ts';
import { adoptingWords, reaperVariable, reaperWords } from '../arena/reaper.ts';
import { removeTree } from '../arena/remove-tree.ts';
import { runsVariable } from '../releases/runs-variable.ts';
import { exitCodes } from '../report/exit-code.ts';
import { cliMessages } from './messages.ts';

/** Set to `off` to run without namespaces where they would work. */
const namespacesVariable = 'GATELOCK_NAMESPACES';

/** Whether this process is the inside of a run; see `relaunch`. */
export function isInside(): boolean {
	return process.env[isolationVariable] !== undefined;
}

/**
 * Does the work in namespaces of its own where they work: this very command is run again inside, and does it there.
 *
 * @param needed Paths that must stay visible.
 * @returns The exit code.
 */
export async function enterIsolation(
	needed: readonly string[],
	work: (isolation: Isolation) => Promise<number>,
	shadow?: Shadow,
): Promise<number> {
	const inside = process.env[isolationVariable];
	if (inside !== undefined) {
		const { isolationSchema } = await import('../arena/isolation-schema.ts');
		return await work(withReaper(isolationSchema.parse(JSON.parse(inside))));
	}
	const runs = process.env[runsVariable];
	const all = [process.cwd(), tmpdir(), ...(runs === undefined ? [] : [runs]), ...needed];
	const reason = await whyNoNamespaces(all);
	if (reason === null) return told(await relaunchInNamespaces(all, shadow));
	const arenaRoot = path.join(tmpdir(), `gatelock-${process.pid}`);
	try {
		return told(await relaunch({ kind: 'process-groups', reason, arenaRoot }, await belowReaper(), shadow));
	} finally {
		// In namespaces the arenas' file system ends with them.
		const problem = removeTree(arenaRoot);
		if (problem !== null) process.stderr.write(`gatelock: ${cliMessages.folderStays(arenaRoot, problem)}\n`);
	}
}

async function belowReaper(): Promise<string[]> {
	const adopt = await adoptingWords();
	if (adopt === null) return [];
	return reaperWords(adopt, guardProgram, { code: exitCodes.invalid, say: `gatelock: ${cliMessages.strays}` });
}

function withReaper(isolation: Isolation): Isolation {
	const reaper = process.env[reaperVariable];
	return isolation.kind === 'namespaces' || reaper === undefined
		? isolation
		: { ...isolation, reaperPid: Number(reaper) };
}

async function whyNoNamespaces(needed: readonly string[]): Promise<string | null> {
	if (process.env[namespacesVariable] === 'off') return `switched off by ${namespacesVariable}=off`;
	return await probeNamespaces(needed);
}

/** A code that is in no table is not the harness's own: it was ended from outside, and that must not go unsaid. */
function told(code: number): number {
	if (Object.values<number>(exitCodes).includes(code)) return code;
	process.stderr.write(`gatelock: ${cliMessages.harnessEnded(code)}\n`);
	return exitCodes.invalid;
}
