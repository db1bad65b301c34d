import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import type { Instance } from '../gateway/instance.ts';
import { CapabilityMissingError } from './errors.ts';
import { arenaMessages } from './messages.ts';

/** How far a clock is off: `-1d`, `+10y`. Source: README of libfaketime, "relative time offset". */
export type ClockShift = `${'+' | '-'}${number}${'s' | 'm' | 'h' | 'd' | 'y'}`;

/** The one for programs with threads stands first: runtimes have some. Below /usr/lib one folder is the machine's. */
const names = ['libfaketimeMT.so.1', 'libfaketime.so.1'];
const roots = ['/usr/lib', '/usr/lib64', '/usr/local/lib', '/usr/local/lib64'];

const probeTimeoutMs = 5_000;
/** How far the clock of the probe may be off the one that it was given. */
const toleranceMs = 60_000;

/**
 * Surroundings of a gateway whose wall clock is off by so much, from its first instruction. What it measures with the
 * monotonic clock (timers) stays right, and so do the times of files, which are the kernel's. The harness keeps its own.
 *
 * @throws CapabilityMissingError without libfaketime.
 */
export function movedClock(by: ClockShift): Readonly<Record<string, string>> {
	const library = findLibrary();
	if (library === null) throw new CapabilityMissingError('libfaketime', arenaMessages.noFakeTime);
	return {
		LD_PRELOAD: library,
		FAKETIME: by,
		// One name in each of its versions.
		FAKETIME_DONT_FAKE_MONOTONIC: '1',
		DONT_FAKE_MONOTONIC: '1',
		NO_FAKE_STAT: '1',
		// Its shared memory would be taken for the gateway's.
		FAKETIME_DISABLE_SHM: '1',
	};
}

/**
 * Looks whether a listening gateway takes its time from where libfaketime can change it; a statically linked program does
 * not. `moved`: it was itself started with another clock, so the library must be in it.
 *
 * @throws CapabilityMissingError when it does not, so that the case is skipped.
 */
export function ensureClockMovable(gateway: Instance, { moved }: { readonly moved: boolean }): void {
	const [holder] = gateway.listening ? gateway.processes('holder') : [];
	const maps = holder === undefined ? '' : mapsOf(holder.pid);
	// Who does not listen is a matter for the judge.
	if (maps === '') return;
	const wanted = moved ? /\/libfaketime/ : /\/libc[.-]/;
	if (!wanted.test(maps)) throw new CapabilityMissingError('libfaketime', arenaMessages.clockUnmovable);
}

function mapsOf(pid: number): string {
	try {
		return readFileSync(`/proc/${pid}/maps`, 'utf8');
	} catch {
		return '';
	}
}

/** Starts a program with another clock and compares: null, or why it does not work here. */
export async function probeFakeTime(): Promise<string | null> {
	if (process.platform !== 'linux' || findLibrary() === null) return arenaMessages.noFakeTime;
	const args = ['-e', 'setTimeout(() => console.log(Date.now()), 1)'];
	const probe = await execa(process.execPath, args, {
		env: movedClock('-1d'),
		reject: false,
		timeout: probeTimeoutMs,
		stdin: 'ignore',
	});
	const behindMs = Date.now() - 86_400_000 - Number(probe.stdout);
	if (probe.exitCode === 0 && Math.abs(behindMs) < toleranceMs) return null;
	return arenaMessages.fakeTimeWithoutEffect(probe.stderr.trim().split('\n').at(-1) || `exit code ${probe.exitCode}`);
}

function findLibrary(): string | null {
	const folders = roots.flatMap((root) => [root, ...below(root)]).map((folder) => path.join(folder, 'faketime'));
	return (
		names.flatMap((name) => folders.map((folder) => path.join(folder, name))).find((file) => existsSync(file)) ?? null
	);
}

function below(folder: string): string[] {
	try {
		return readdirSync(folder)
			.filter((name) => name.includes('-linux-'))
			.map((name) => path.join(folder, name));
	} catch {
		return [];
	}
}
