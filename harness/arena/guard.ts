import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { ownExtension } from '../own-extension.ts';

export interface Guarded {
	readonly marker: string;
	readonly folder: string;
}

/** What a guard runs. */
export const guardProgram = fileURLToPath(new URL(`./guard-main${ownExtension}`, import.meta.url));

/** A guard that has nothing to do is gone within the time that a Node program takes to start. */
const endLimitMs = 2_000;

/**
 * Without namespaces nothing dies with the harness by itself. The guard is a small process in a session of its own that
 * holds the other end of a pipe: when the harness is gone, however it died, it kills whatever carries the marker of an
 * arena that was not closed, and removes the arena's folder.
 */
export class Guard {
	static #own: Guard | null = null;
	readonly #child: ChildProcess;
	readonly #pipe: Writable;

	private constructor(child: ChildProcess, pipe: Writable) {
		this.#child = child;
		this.#pipe = pipe;
	}

	/** One guard per process, started when first needed. */
	static forThisProcess(): Guard {
		if (Guard.#own === null) {
			const child = spawn(process.execPath, [guardProgram], {
				detached: true,
				stdio: ['pipe', 'ignore', 'ignore'],
				env: { PATH: process.env.PATH },
			});
			child.unref();
			child.on('error', () => {});
			child.stdin.on('error', () => {});
			(child.stdin as Writable & { unref?: () => void }).unref?.();
			Guard.#own = new Guard(child, child.stdin);
		}
		return Guard.#own;
	}

	/** Ends this process's guard, if it has one, and waits until it is gone: what ends in peace leaves nothing running. */
	static async end(): Promise<void> {
		const own = Guard.#own;
		Guard.#own = null;
		if (own === null) return;
		own.#pipe.end();
		const { exitCode, signalCode } = own.#child;
		if (exitCode !== null || signalCode !== null) return;
		own.#child.ref();
		try {
			await once(own.#child, 'exit', { signal: AbortSignal.timeout(endLimitMs) });
		} catch {
			// It still tidies up, or never started: it stops by itself.
			own.#child.unref();
		}
	}

	watch(arena: Guarded): void {
		this.#pipe.write(`${JSON.stringify({ watch: arena })}\n`);
	}

	forget(arena: Guarded): void {
		this.#pipe.write(`${JSON.stringify({ forget: arena })}\n`);
	}
}
