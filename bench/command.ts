import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

export const repository = fileURLToPath(new URL('..', import.meta.url));

/** A checkout whose command line is measured: this one, or that of another revision. */
export type Tree = string;

/** Longer than the longest exploration of a real build. */
const timeoutMs = 3_600_000;

export interface Ran {
	readonly exitCode: number | null;
	readonly stdout: string;
	/** Wall time, in milliseconds. */
	readonly wallMs: number;
	/** Processor time of everything that the command started and waited for, in milliseconds. */
	readonly cpuMs: number;
}

interface RunSettings {
	readonly cwd: string;
	readonly env?: Readonly<Record<string, string>>;
	readonly tree?: Tree;
}

/** Runs the command line as a user does, and measures wall and processor time. The shell's `times` counts descendants. */
export async function gatelock(
	args: readonly string[],
	{ cwd, env = {}, tree = repository }: RunSettings,
): Promise<Ran> {
	const program = path.join(tree, 'bin', 'gatelock.js');
	const startedAt = performance.now();
	const { stdout, stderr, exitCode } = await execa(
		'sh',
		['-c', '"$@" 2>/dev/null; status=$?; times >&2; exit $status', 'bench', process.execPath, program, ...args],
		{ cwd, env, reject: false, stdin: 'ignore', timeout: timeoutMs, killSignal: 'SIGKILL' },
	);
	return { exitCode: exitCode ?? null, stdout, wallMs: performance.now() - startedAt, cpuMs: cpuOf(stderr) };
}

/** The last line of POSIX `times`: user and system time of the children, `0m1.234s 0m0.567s`. Pure. */
function cpuOf(text: string): number {
	const times = (text.trim().split('\n').at(-1) ?? '').matchAll(/(\d+)m([\d.]+)s/g);
	return [...times].reduce((sum, [, minutes, seconds]) => sum + (Number(minutes) * 60 + Number(seconds)) * 1000, 0);
}

/** Does something in a folder of its own, which is removed afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
	const folder = mkdtempSync(path.join(tmpdir(), 'gatelock-bench-'));
	try {
		return await work(folder);
	} finally {
		rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
	}
}

/** `--gateway` for a program of the repository. */
export function programAt(file: string, tree: Tree = repository): string {
	const interpreter = file.endsWith('.py') ? 'python3' : process.execPath;
	return `'${interpreter}' '${path.join(tree, file)}'`;
}

export function readJson(file: string): unknown {
	return JSON.parse(readFileSync(file, 'utf8'));
}

export function seconds(ms: number): string {
	return `${(ms / 1000).toFixed(1)} s`;
}
