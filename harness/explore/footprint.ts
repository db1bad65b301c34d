import path from 'node:path/posix';
import { z } from 'zod';
import type { SoloCall } from './race-plan.ts';

/** What all calls of a contender looked at, and what they changed; in places that `effectsOf` names. */
export const footprintSchema = z.object({ looks: z.array(z.string()), changes: z.array(z.string()) });
export type Footprint = z.infer<typeof footprintSchema>;

type Call = Pick<SoloCall, 'name' | 'relevance' | 'isAppending'> & { readonly paths: readonly string[] };

interface Effects {
	readonly looks: readonly string[];
	readonly changes: readonly string[];
}

/** What a call does to all that lies below a place: a folder that gets another name takes everything with it. */
const below = (place: string): string => `<below> ${place}`;
const movesFolders = /^(?:rename|rmdir|symlink|link)/;

/** Ports and listeners: one place for all of them. */
const network = '<network>';
/** A kernel lock on a file is seen by those only who ask for one there. */
const lockOn = (place: string): string => `<lock> ${place}`;
const isLock = (place: string): boolean => place.startsWith('<lock> ');
/** What a listing of a folder shows. */
const listingOf = (folder: string): string => `${folder}/`;

/** Calls that make or remove no name: a listing shows the same before and after. */
const keepsNames = /^(?:write|pwrite|ftruncate|fallocate|truncate|sendfile|copy_file_range|utime|futimes|chmod|fchmod)/;

/** Calls by which one learns whether somebody listens, also when they fail. */
const asksKernel = /^(?:connect|bind|listen)$/;

const none: Effects = { looks: [], changes: [] };

/** The union of what the calls do. Pure. */
export function footprintOf(calls: readonly Call[]): Footprint {
	const effects = calls.map(effectsOf);
	const all = (of: (each: Effects) => readonly string[]) => new Set(effects.flatMap(of));
	const looks = all((each) => each.looks);
	const changes = all((each) => each.changes);
	// A close lets go of what was locked before, or of nothing.
	return { looks: [...looks], changes: [...changes].filter((place) => !isLock(place) || looks.has(place)) };
}

/**
 * Whether it makes a difference if the call comes before or after everything that the other contender did. A process
 * that ends is seen by whoever asks whether it lives, so an end always makes one. Pure.
 */
export function isDependent(call: Call, other: PlacesOf): boolean {
	if (call.relevance === 'exit') return true;
	const { looks, changes } = effectsOf(call);
	return (
		changes.some((place) => other.looks.has(place) || other.looksBelow.has(place)) ||
		looks.some(
			(place) => other.changes.has(place) || foldersOf(place).some((folder) => other.changes.has(below(folder))),
		)
	);
}

/** Every folder above a place. */
function foldersOf(place: string): string[] {
	const parts = place.split('/');
	return parts.slice(1).map((_, at) => parts.slice(0, at + 1).join('/'));
}

/** A footprint that is asked often. */
export interface PlacesOf {
	readonly looks: ReadonlySet<string>;
	readonly changes: ReadonlySet<string>;
	/** Whoever moves one of these folders moves something that was looked at. */
	readonly looksBelow: ReadonlySet<string>;
}

export function placesOf({ looks, changes }: Footprint): PlacesOf {
	return {
		...{ looks: new Set(looks), changes: new Set(changes) },
		looksBelow: new Set(looks.flatMap(foldersOf).map(below)),
	};
}

/**
 * Folders above a path that both contenders make are looked at by every call; that they are there is no news. Who only
 * appends to a log sees nothing of what others append; who reads that file does.
 */
function effectsOf({ name, relevance, paths, isAppending }: Call): Effects {
	if (isAppending) return relevance === 'files' ? { looks: [], changes: paths } : none;
	if (name === 'flock' || name === 'fcntl' || (name === 'close' && paths.length > 0)) {
		// A close lets go of the locks that its process has on the file, and changes nothing else.
		return { looks: name === 'close' ? [] : paths.map(lockOn), changes: relevance === 'look' ? [] : paths.map(lockOn) };
	}
	switch (relevance) {
		case 'exit':
			return none;
		case 'kernel':
			return { looks: [network], changes: [network] };
		case 'files': {
			const listings = keepsNames.test(name) ? [] : paths.map((place) => listingOf(path.dirname(place)));
			const moved = movesFolders.test(name) ? paths.map(below) : [];
			return { looks: paths, changes: [...paths, ...listings, ...moved] };
		}
		case 'look':
			if (name.startsWith('getdents')) return { looks: paths.map(listingOf), changes: [] };
			// A look at no place in the arena is one at sockets.
			return { looks: asksKernel.test(name) || paths.length === 0 ? [...paths, network] : paths, changes: [] };
	}
}
