import { matchesGlob } from 'node:path/posix';
import type { Arena } from '../arena/arena.ts';

export interface LeftoverOptions {
	/** What may stay: globs relative to the arena, such as `home/**` or `tmp/*.log`. */
	readonly except?: readonly string[];
}

/** What is in the arena that was not there before its first instance, and which instances still live. */
export function leftovers(arena: Arena, { except = [] }: LeftoverOptions): { alive: string[]; things: string[] } {
	arena.watcher.look();
	const { alive, entries, kernelLocks } = arena.audit();
	const mayStay = (path: string) => except.some((glob) => matchesGlob(path, glob));
	const files = entries
		.filter(({ path, kind, isNew }) => isNew && kind !== 'directory' && !mayStay(path))
		.map(({ path, kind }) => (kind === 'file' ? path : `${path} (${kind})`));
	const locks = kernelLocks.filter(({ what }) => !mayStay(what)).map(({ kind, what }) => `${what} (${kind})`);
	return { alive: [...alive], things: [...files, ...locks] };
}
