import path from 'node:path/posix';
import type { RunContext } from '../arena/run-context.ts';
import { keptBelow } from '../arena/sandbox-mounts.ts';

/** Where a gateway in namespaces sees the private folders of its arena; see `arena/sandbox-mounts.ts`. */
const privateFolders = [
	['/tmp', 'tmp'],
	['/var/tmp', 'var-tmp'],
	['/dev/shm', 'shm'],
	['/run', 'run'],
] as const;

/** The folders of an arena that belong to the harness, not to its gateways. */
const harnessFolders = ['control'];

/** What a gateway calls a path, and where that lies in its arena. */
export interface GatewayPaths {
	/** The arena's folder. */
	readonly arena: string;
	/** Whether `/tmp` and the like are the arena's own. */
	readonly isPrivate: boolean;
	/** What of the machine is seen below those folders nevertheless: programs, builds, the user's project. */
	readonly shown: readonly string[];
}

/** How the gateways of an arena see its folders. */
export function gatewayPathsOf(
	arena: string,
	{ isolation, visible }: Pick<RunContext, 'isolation' | 'visible'>,
): GatewayPaths {
	const isPrivate = isolation.kind === 'namespaces';
	return { arena, isPrivate, shown: privateFolders.flatMap(([outside]) => keptBelow(outside, visible)) };
}

/** A path as the gateway names it → its place relative to the arena, or null for a place outside of it. Pure. */
export function inArena({ arena, isPrivate, shown }: GatewayPaths, gatewayPath: string): string | null {
	const full = path.normalize(gatewayPath);
	const own = below(arena, full);
	if (own !== null) return harnessFolders.includes(own.split('/')[0] ?? '') ? null : own;
	if (!isPrivate || shown.some((folder) => below(folder, full) !== null)) return null;
	for (const [outside, inside] of privateFolders) {
		const rest = below(outside, full);
		if (rest !== null) return rest === '' ? inside : `${inside}/${rest}`;
	}
	return null;
}

/** What a gateway may call a place in its arena: the other way round. Pure. */
export function gatewayNames({ arena, isPrivate }: GatewayPaths, place: string): string[] {
	const own = path.join(arena, place);
	if (!isPrivate) return [own];
	const outside = privateFolders.flatMap(([folder, inside]) =>
		place === inside || place.startsWith(`${inside}/`) ? [folder + place.slice(inside.length)] : [],
	);
	return [own, ...outside];
}

/** Whether a place in an arena is one of the folders that stand for the machine's. Pure. */
export function isPrivateFolder(place: string): boolean {
	return privateFolders.some(([, inside]) => inside === place);
}

function below(folder: string, full: string): string | null {
	if (full === folder) return '';
	return full.startsWith(`${folder}/`) ? full.slice(folder.length + 1) : null;
}
