import '../node-guard.ts';
import type { ExpectStatic } from 'vitest';
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

/** A config file imports the kit too, and needs no Vitest for that. */
const withoutVitest = new Proxy((() => {}) as unknown as ExpectStatic, {
	apply: outsideVitest,
	get: outsideVitest,
});

function outsideVitest(): never {
	throw new Error('expect() works in a file that Vitest runs: `gatelock run`, or Vitest itself.');
}

declare module 'vitest' {
	interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> extends GatelockMatchers<R> {}
}

/**
 * Vitest's `expect`, with the matchers of this kit.
 *
 * @throws Error outside of Vitest, which runs the scenario files of a project.
 *
 * @remarks Since 0.1.0
 */
export const expect: ExpectStatic = '__vitest_worker__' in globalThis ? await expectOfVitest() : withoutVitest;

async function expectOfVitest(): Promise<ExpectStatic> {
	const { expect: ofVitest } = await import('vitest');
	ofVitest.extend(matchers);
	return ofVitest;
}
