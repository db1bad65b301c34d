import { at } from '../../judge/messages.ts';
import { storyOf } from '../../judge/story.ts';
import type { Timeline } from '../../timeline/events.ts';

/** Who held an address, from when to when; `to` is Infinity while nobody saw it end. */
export interface Owned {
	readonly owner: string;
	readonly pid: number;
	readonly isForeign: boolean;
	readonly from: number;
	readonly to: number;
}

/** The owners of one address and port, in order. Two of them overlap only when two were seen at once. */
export interface Ownership {
	readonly address: string;
	readonly owned: readonly Owned[];
}

/** Port ownership over the time of a case. Sockets of one owner that overlap are one span. Pure. */
export function ownershipOf(timeline: Timeline): Ownership[] {
	const { instances, occupants } = storyOf(timeline);
	const spans = [
		...instances.flatMap(({ id, listens }) => listens.map((each) => ({ ...each, owner: id, isForeign: false }))),
		...occupants.map((each) => ({ ...each, owner: each.id, isForeign: true })),
	].filter(({ from, to }) => to >= from);
	const places = Map.groupBy(spans, ({ address, port }) => at(address, port));
	return [...places].map(([address, held]) => ({
		address,
		owned: [...Map.groupBy(held, ({ owner }) => owner).values()]
			.flatMap(joined)
			.sort((one, other) => one.from - other.from),
	}));
}

function joined(spans: readonly Owned[]): Owned[] {
	const result: Owned[] = [];
	for (const { owner, pid, isForeign, from, to } of spans.toSorted((one, other) => one.from - other.from)) {
		const last = result.at(-1);
		if (last !== undefined && from <= last.to) result[result.length - 1] = { ...last, to: Math.max(last.to, to) };
		else result.push({ owner, pid, isForeign, from, to });
	}
	return result;
}
