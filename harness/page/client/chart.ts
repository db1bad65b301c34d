import { formatMoment } from '../../report/time-text.ts';
import { textOf } from '../model/event-text.ts';
import { lanesOf } from '../model/lanes.ts';
import type { CaseRecord } from '../page-data.ts';
import { axisHeight, isOverview, paintAxis } from './axis.ts';
import { readColors } from './colors.ts';
import { fill, h, shown } from './dom.ts';
import { rowsOf } from './layout.ts';
import { type Picture, paint, xOf } from './paint.ts';
import { onThemeChange } from './theme.ts';
import { moved, showing, type View, wholeView, zoomed } from './view.ts';
import { words } from './words.ts';

export interface Chart {
	readonly element: HTMLElement;
	select(event: number): void;
	find(events: ReadonlySet<number> | null): void;
	zoom(factor: number): void;
	move(share: number): void;
	showAll(): void;
	dispose(): void;
}

/** How near a press must be to an event, in pixels. */
const nearPx = 9;

/** The swim lanes of one case. `onSelect` hears of an event that was pressed. */
export function chart(
	{ timeline, bands }: CaseRecord,
	evidence: ReadonlySet<number>,
	onSelect: (event: number) => void,
): Chart {
	const { rows, height } = rowsOf(lanesOf(timeline));
	const whole = wholeView(timeline.reduce((end, { t }) => Math.max(end, t), 0));
	let view: View = whole;
	let selected: number | null = null;
	let found: ReadonlySet<number> | null = null;
	let colors: Picture['colors'] | null = null;
	let isAsked = false;

	const axis = h('canvas', { class: 'axis', 'aria-hidden': true });
	const lanes = h('canvas', {
		class: 'lanes',
		role: 'img',
		tabindex: 0,
		'aria-label': words.lanesLabel(timeline.length),
	});
	const tip = h('div', { class: 'tip', hidden: true, 'aria-hidden': true });
	const element = h('div', { class: 'chart' }, axis, lanes, tip);

	function picture(): Picture {
		const width = element.clientWidth;
		const gutter = width < 620 ? 84 : 196;
		colors ??= readColors();
		return { rows, view, bands, timeline, evidence, found, selected, width, height, gutter, colors };
	}

	function draw(): void {
		isAsked = false;
		const now = picture();
		const drawing = sized(lanes, now.width, height);
		const axisDrawing = sized(axis, now.width, axisHeight);
		if (drawing === null || axisDrawing === null) return;
		paint(drawing, now);
		paintAxis(axisDrawing, now, whole);
	}

	/** Once a frame, however often it is asked for. */
	function ask(): void {
		if (isAsked) return;
		isAsked = true;
		requestAnimationFrame(draw);
	}

	function look(next: View): void {
		view = next;
		ask();
	}

	/** The time under a place of the canvas. */
	function timeAt(x: number, of: View = view): number {
		const { width, gutter } = picture();
		return of.from + ((x - gutter) / (width - gutter)) * (of.to - of.from);
	}

	/** The event whose mark is nearest to a place, or that began the bar there. */
	function eventAt(x: number, y: number): number | null {
		const now = picture();
		const row = rows.find(({ top, height: tall }) => y >= top - 2 && y < top + tall + 2);
		if (row === undefined || x < now.gutter - nearPx) return null;
		let best: { readonly event: number; readonly distance: number } | null = null;
		for (const { t, event } of row.lane.marks) {
			const distance = Math.abs(xOf(now, t) - x);
			if (distance <= nearPx && (best === null || distance < best.distance)) best = { event, distance };
		}
		if (best !== null) return best.event;
		const t = timeAt(x);
		const bar = row.lane.bars.findLast(({ from, to }) => from <= t && t <= to);
		if (bar !== undefined) {
			const begun = timeline.findIndex((event) => event.t === bar.from);
			return begun === -1 ? null : begun;
		}
		if (row.lane.kind !== 'output' && row.lane.kind !== 'calls') return null;
		return row.lane.marks.findLast((mark) => mark.t <= t)?.event ?? null;
	}

	function showTip(x: number, y: number): void {
		const event = eventAt(x, y);
		const each = event === null ? undefined : timeline[event];
		tip.hidden = each === undefined;
		if (each === undefined) return;
		const { who, what, text } = textOf(each);
		fill(tip, h('strong', {}, `${formatMoment(each.t)} ${who} ${what}`), ' ', shown(text, 240));
		tip.style.left = `${Math.min(Math.max(8, x - 20), Math.max(8, element.clientWidth - 330))}px`;
		tip.style.top = `${y + axisHeight + 18}px`;
	}

	listen(lanes, {
		look,
		timeAt,
		view: () => view,
		whole,
		showTip,
		hideTip: () => (tip.hidden = true),
		press: (x, y) => {
			const event = eventAt(x, y);
			if (event !== null) onSelect(event);
		},
	});
	const jump = (event: PointerEvent) => {
		if (event.buttons === 0 || !isOverview(event.offsetY)) return;
		const t = timeAt(event.offsetX, whole);
		const span = view.to - view.from;
		look(moved({ from: t - span / 2, to: t + span / 2 }, 0, whole));
	};
	axis.addEventListener('pointerdown', jump);
	axis.addEventListener('pointermove', jump);
	const observer = new ResizeObserver(ask);
	observer.observe(element);
	const forget = onThemeChange(() => {
		colors = null;
		ask();
	});

	return {
		element,
		select(event) {
			selected = event;
			const t = timeline[event]?.t;
			if (t !== undefined) look(showing(view, t, whole));
		},
		find(events) {
			found = events;
			ask();
		},
		zoom(factor) {
			const t = selected === null ? undefined : timeline[selected]?.t;
			const at = t !== undefined && t >= view.from && t <= view.to ? t : (view.from + view.to) / 2;
			look(zoomed(view, factor, at, whole));
		},
		move: (share) => look(moved(view, share, whole)),
		showAll: () => look(whole),
		dispose() {
			observer.disconnect();
			forget();
		},
	};
}

function sized(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D | null {
	const ratio = Math.min(window.devicePixelRatio || 1, 2);
	canvas.width = Math.max(1, Math.round(width * ratio));
	canvas.height = Math.max(1, Math.round(height * ratio));
	canvas.style.height = `${height}px`;
	const context = canvas.getContext('2d');
	context?.setTransform(ratio, 0, 0, ratio, 0, 0);
	return context;
}

interface Listening {
	readonly look: (view: View) => void;
	readonly timeAt: (x: number) => number;
	readonly view: () => View;
	readonly whole: View;
	readonly showTip: (x: number, y: number) => void;
	readonly hideTip: () => void;
	readonly press: (x: number, y: number) => void;
}

/** Drag moves, Ctrl and wheel or two fingers zoom, a press chooses. One finger up and down still scrolls the page. */
function listen(canvas: HTMLCanvasElement, { look, timeAt, view, whole, showTip, hideTip, press }: Listening): void {
	const down = new Map<number, number>();
	let hasMoved = false;
	canvas.addEventListener(
		'wheel',
		(event) => {
			const isSideways = Math.abs(event.deltaX) > Math.abs(event.deltaY);
			if (!event.ctrlKey && !event.metaKey && !isSideways) return;
			event.preventDefault();
			if (isSideways) look(moved(view(), event.deltaX / canvas.clientWidth, whole));
			else look(zoomed(view(), Math.exp(event.deltaY / 240), timeAt(event.offsetX), whole));
		},
		{ passive: false },
	);
	canvas.addEventListener('pointerdown', (event) => {
		down.set(event.pointerId, event.offsetX);
		hasMoved = false;
		canvas.setPointerCapture(event.pointerId);
	});
	canvas.addEventListener('pointermove', (event) => {
		const before = down.get(event.pointerId);
		if (before === undefined) return showTip(event.offsetX, event.offsetY);
		const [other] = [...down].filter(([id]) => id !== event.pointerId).map(([, x]) => x);
		if (Math.abs(event.offsetX - before) < 3 && !hasMoved) return;
		hasMoved = true;
		hideTip();
		if (other === undefined) look(moved(view(), (before - event.offsetX) / canvas.clientWidth, whole));
		else {
			const [wide, now] = [Math.abs(before - other), Math.abs(event.offsetX - other)];
			if (wide > 4 && now > 4) look(zoomed(view(), wide / now, timeAt((event.offsetX + other) / 2), whole));
		}
		down.set(event.pointerId, event.offsetX);
	});
	const up = (event: PointerEvent) => {
		if (!down.delete(event.pointerId)) return;
		if (!hasMoved && event.type === 'pointerup') press(event.offsetX, event.offsetY);
	};
	canvas.addEventListener('pointerup', up);
	canvas.addEventListener('pointercancel', up);
	canvas.addEventListener('pointerleave', hideTip);
}
