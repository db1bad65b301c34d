import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { onTestFinished } from 'vitest';
import { repository } from './repository.ts';

export { repository };

/** The program as a checkout has it. */
export const program = path.join(repository, 'bin', 'gatelock.js');

/** Longer than any run of a few scenarios, on a machine on which something else keeps every core busy. */
const runTimeoutMs = 540_000;

export interface Outcome {
	/** Null when a signal ended it, or when it took too long. */
	readonly exitCode: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

export interface Surroundings {
	/** By default a folder of its own, removed after the test. */
	readonly cwd?: string;
	readonly env?: Readonly<Record<string, string>>;
	readonly timeoutMs?: number;
}

/** Runs the real command line; never throws. */
export async function runGatelock(
	args: readonly string[],
	{ cwd, env = {}, timeoutMs = runTimeoutMs }: Surroundings = {},
): Promise<Outcome> {
	const result = await execa(process.execPath, [program, ...args], {
		cwd: cwd ?? temporaryFolder(),
		// What a command says of itself must not depend on how the tests were started (`npx vitest`).
		env: { npm_lifecycle_event: undefined, ...env },
		reject: false,
		stdin: 'ignore',
		timeout: timeoutMs,
	});
	return { exitCode: result.exitCode ?? null, stdout: result.stdout, stderr: result.stderr };
}

/** An empty folder that is removed after the test. */
export function temporaryFolder(): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'gatelock-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
	return folder;
}

/** `--gateway` for a program below `fixtures/`. */
export function fixtureCommand(file: string): string {
	return `'${process.execPath}' '${path.join(repository, 'fixtures', file)}'`;
}

/** The clause table of a report on the terminal. */
export function clauseTable(stdout: string): string {
	return /^Clauses\n.*?\n\n/ms.exec(stdout)?.[0] ?? '';
}
