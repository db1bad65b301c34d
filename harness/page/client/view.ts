/** The span of time that the lanes show, in milliseconds, and how it moves. Pure. */
export interface View {
	readonly from: number;
	readonly to: number;
}

/** No closer than this: the record's clock has no more. */
const leastMs = 0.05;
/** Room on both sides, so that the first and the last event do not lie on the edge. */
const margin = 0.02;

export function wholeView(endMs: number): View {
	const span = Math.max(endMs, 1);
	return { from: -span * margin, to: span * (1 + margin) };
}

/** Zooms by a factor (below 1: in) around a time that stays where it is. */
export function zoomed({ from, to }: View, factor: number, at: number, whole: View): View {
	const span = Math.min(Math.max((to - from) * factor, leastMs), whole.to - whole.from);
	const share = (at - from) / (to - from);
	return within({ from: at - span * share, to: at + span * (1 - share) }, whole);
}

/** Moves by a share of what is shown. */
export function moved({ from, to }: View, share: number, whole: View): View {
	const by = (to - from) * share;
	return within({ from: from + by, to: to + by }, whole);
}

/** The same span, moved as little as is needed to show a time well inside of it. */
export function showing(view: View, t: number, whole: View): View {
	const span = view.to - view.from;
	if (t >= view.from + span * 0.05 && t <= view.to - span * 0.05) return view;
	return within({ from: t - span / 2, to: t + span / 2 }, whole);
}

function within({ from, to }: View, whole: View): View {
	const span = to - from;
	if (from < whole.from) return { from: whole.from, to: whole.from + span };
	if (to > whole.to) return { from: whole.to - span, to: whole.to };
	return { from, to };
}

/** Times for the axis: about `count` of them, at 1, 2 or 5 times a power of ten milliseconds. */
export function ticksOf({ from, to }: View, count: number): number[] {
	const rough = (to - from) / Math.max(count, 1);
	const power = 10 ** Math.floor(Math.log10(rough));
	const step = ([1, 2, 5, 10].find((each) => each * power >= rough) ?? 10) * power;
	const first = Math.ceil(from / step);
	const last = Math.floor(to / step);
	return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) * step);
}

/** `1.25 s`, `812 ms`, `3.25 ms`: as exact as the distance of two ticks asks for. */
export function tickText(t: number, stepMs: number): string {
	const isSeconds = stepMs >= 10 && Math.abs(t) >= 1000;
	const unit = isSeconds ? 1000 : 1;
	const digits = Math.max(0, Math.min(3, -Math.floor(Math.log10(stepMs / unit) + 1e-9)));
	return `${(t / unit).toFixed(digits)} ${isSeconds ? 's' : 'ms'}`;
}
