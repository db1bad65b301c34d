import '../node-guard.ts';
import { type ExpectStatic, expect as vitestExpect } from 'vitest';
import type { LeftoverOptions } from './leftovers.ts';
import { matchers } from './matchers.ts';

export { matchers };

/** What a story may expect of an instance and of its arena; importing `gatelock` is enough to have them. */
export interface GatelockMatchers<R> {
	/** It listens now: on this port, or exactly there: `'127.0.0.1:18789'`. */
	toBeListeningOn(where: number | string): R;
	/** The process that was started ended with this exit code, or by this signal. */
	toHaveExitedWith(how: number | `SIG${string}`): R;
	/** None of its processes lives. */
	toBeGone(): R;
	/** A line of either stream (of its last 200) holds the text or matches. */
	toHavePrinted(what: string | RegExp): R;
	/** So many of the clients that the story opened are still connected. */
	toHaveClients(count: number): R;
	/** Of an arena: every instance is gone, and nothing is there that was not there before the first one. */
	toHaveLeftNothing(options?: LeftoverOptions): R;
}

declare module 'vitest' {
	interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> extends GatelockMatchers<R> {}
}

vitestExpect.extend(matchers);

/**
 * Vitest's `expect`, with the matchers of this kit.
 *
 * @remarks Since 0.1.0
 */
export const expect: ExpectStatic = vitestExpect;
