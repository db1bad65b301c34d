import path from 'node:path/posix';
import { z } from 'zod';

/** A call of a contender that ran alone. */
export const soloCallSchema = z.object({
	/** Which call of its run, from 1. */
	number: z.int().positive(),
	name: z.string(),
	text: z.string(),
	/** Equal in every run. */
	maskedCall: z.string(),
	/** Which call of its run with this masked call, from 1. */
	nth: z.int().positive(),
	relevance: z.enum(['files', 'kernel', 'exit', 'look']),
	paths: z.array(z.string()),
	/** It opens a file for appending, or appends to one. */
	isAppending: z.boolean(),
});
export type SoloCall = z.infer<typeof soloCallSchema>;

/** Folders above a path that both contenders make are looked at by every call; that they are there is no news. */
interface Footprint {
	readonly looks: ReadonlySet<string>;
	readonly changes: ReadonlySet<string>;
}

/**
 * Calls after which one contender is held while the other runs from start to end: those before a call that does not
 * commute with the whole run of the other one. Holding it anywhere else comes to the same as at one of these. Pure.
 */
export function holdPoints(held: readonly SoloCall[], other: readonly SoloCall[]): SoloCall[] {
	const footprint = footprintOf(other);
	const points: SoloCall[] = [];
	for (const [at, call] of held.entries()) {
		const before = held[at - 1];
		if (before !== undefined && isDependent(call, footprint)) points.push(before);
	}
	return points;
}

function footprintOf(calls: readonly SoloCall[]): Footprint {
	const looks = new Set<string>();
	const changes = new Set<string>();
	for (const call of calls) {
		// Who only appends to a log sees nothing of what others append.
		if (call.isAppending) continue;
		for (const place of call.paths) {
			looks.add(place);
			if (call.relevance === 'files') changes.add(place);
		}
		// A listing shows what is made and removed.
		if (call.relevance === 'files') for (const place of call.paths) changes.add(`${path.dirname(place)}/`);
	}
	return { looks, changes };
}

function isDependent({ name, relevance, paths, isAppending }: SoloCall, { looks, changes }: Footprint): boolean {
	if (isAppending) return false;
	switch (relevance) {
		case 'exit':
			return true;
		case 'kernel':
			return paths.length === 0 || paths.some((place) => looks.has(place));
		case 'files':
			return paths.some((place) => looks.has(place) || changes.has(place));
		case 'look':
			return paths.some((place) => changes.has(name.startsWith('getdents') ? `${place}/` : place));
	}
}

/** Who is held: a start, or a shutdown. */
export const heldRuns = ['start', 'stop'] as const;
export type HeldRun = (typeof heldRuns)[number];

/** One order of two contenders: the held one stands after a call while the other runs to ready or refusal. */
export const scheduleSchema = z.object({
	/** The state that both begin with: `clean`, or the point whose death left it. */
	from: z.string(),
	held: z.enum(heldRuns),
	after: soloCallSchema,
	/** At the end a third one starts. */
	hasThird: z.boolean(),
});
export type Schedule = z.infer<typeof scheduleSchema>;

/** As `--schedule` takes it: `startup:10~start:7`. Pure. */
export function scheduleId({ from, held, after }: Schedule): string {
	return `${from}~${held}:${after.number}`;
}
