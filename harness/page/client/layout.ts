import type { Lane, LaneKind } from '../model/lane.ts';

/** A lane with its place in the drawing, in CSS pixels. */
export interface Row {
	readonly lane: Lane;
	readonly top: number;
	readonly height: number;
	/** A rule and some room above: another instance, or another kind. */
	readonly isFirst: boolean;
}

const heights: Readonly<Record<LaneKind, number>> = {
	case: 22,
	instance: 38,
	process: 18,
	output: 20,
	calls: 20,
	port: 24,
	client: 14,
	file: 22,
};
const gap = 10;

/** Places the lanes below each other; those of one instance, and those of one kind, stand together. Pure. */
export function rowsOf(lanes: readonly Lane[]): { readonly rows: readonly Row[]; readonly height: number } {
	let top = 0;
	let group = '';
	const rows = lanes.map((lane): Row => {
		const own = lane.owner === '' ? lane.kind : lane.owner;
		const isFirst = own !== group;
		if (isFirst && group !== '') top += gap;
		group = own;
		const height = heights[lane.kind];
		const row = { lane, top, height, isFirst };
		top += height;
		return row;
	});
	return { rows, height: top + gap };
}
