import path from 'node:path/posix';
import { readHead, walkArena } from '../observe/arena-files.ts';
import type { CrashState } from './crash-state.ts';
import { type GatewayPaths, inArena } from './gateway-paths.ts';
import type { Looks } from './judged.ts';

/** Symbolic links in an arena: where each lies, and what it leads to. */
export type Links = ReadonlyMap<string, string>;

/** As deep as the kernel follows links, more or less. */
const maxLinks = 8;

/** The links that lie in an arena now, and those of the state in which its start began. */
export function linksIn(paths: GatewayPaths, state: CrashState): Links {
	const now = walkArena(paths.arena).files.filter(({ kind }) => kind === 'symlink');
	const told = [
		...state.entries.map(({ path: place, target }) => ({ place, target: target ?? null })),
		...now.map((file) => ({ place: file.path, target: readHead(file) })),
	];
	return new Map(
		told.flatMap(({ place, target }) => {
			const leadsTo = target === null ? null : inArena(paths, path.join(folderOf(paths, place, target), target));
			return leadsTo === null ? [] : [[place, leadsTo] as const];
		}),
	);
}

function folderOf({ arena }: GatewayPaths, place: string, target: string): string {
	return target.startsWith('/') ? '/' : path.join(arena, path.dirname(place));
}

/** Who looks at something below a link has looked at what the link leads to, which has another name in a state. Pure. */
export function throughLinks({ readSet, logs }: Looks, links: Links): Looks {
	if (links.size === 0) return { readSet, logs };
	const seen = new Map(readSet.map(([place, aspects]) => [place, new Set(aspects)]));
	for (const [place, aspects] of readSet) {
		for (const other of resolved(place, links)) {
			const known = seen.get(other) ?? new Set();
			for (const aspect of aspects) known.add(aspect);
			seen.set(other, known);
		}
	}
	return { readSet: [...seen].map(([place, aspects]) => [place, [...aspects]]), logs };
}

/** The other names of a place, along the links that lead there. */
function resolved(place: string, links: Links): string[] {
	const names: string[] = [];
	let name = place;
	for (let left = maxLinks; left > 0; left--) {
		const link = [...links.keys()].find((each) => name === each || name.startsWith(`${each}/`));
		if (link === undefined) break;
		name = `${links.get(link)}${name.slice(link.length)}`;
		names.push(name);
	}
	return names;
}
