import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { ownExtension } from '../own-extension.ts';

export interface Guarded {
	readonly marker: string;
	readonly folder: string;
}

/** What a guard runs. */
export const guardProgram = fileURLToPath(new URL(`./guard-main${ownExtension}`, import.meta.url));

/**
 * Without namespaces nothing dies with the harness by itself. The guard is a small process in a session of its own that
 * holds the other end of a pipe: when the harness is gone, however it died, it kills whatever carries the marker of an
 * arena that was not closed, and removes the arena's folder.
 */
export class Guard {
	static #own: Guard | null = null;
	readonly #pipe: Writable;

	private constructor(pipe: Writable) {
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
			Guard.#own = new Guard(child.stdin);
		}
		return Guard.#own;
	}

	watch(arena: Guarded): void {
		this.#pipe.write(`${JSON.stringify({ watch: arena })}\n`);
	}

	forget(arena: Guarded): void {
		this.#pipe.write(`${JSON.stringify({ forget: arena })}\n`);
	}
}
