import { formatDuration } from '../../report/time-text.ts';
import type { Timeline } from '../../timeline/events.ts';
import type { Tone } from '../model/event-text.ts';
import type { Bar, Mark } from '../model/lane.ts';
import type { Band } from '../page-data.ts';
import { type Colors, colorOf } from './colors.ts';
import { shown } from './dom.ts';
import type { Row } from './layout.ts';
import { ticksOf, type View } from './view.ts';

/** All that the drawing depends on. */
export interface Picture {
	readonly rows: readonly Row[];
	readonly view: View;
	readonly bands: readonly Band[];
	readonly timeline: Timeline;
	readonly evidence: ReadonlySet<number>;
	/** Places of the events that a search found; null when nothing is searched. */
	readonly found: ReadonlySet<number> | null;
	readonly selected: number | null;
	readonly width: number;
	readonly height: number;
	readonly gutter: number;
	readonly colors: Colors;
}

type Context = CanvasRenderingContext2D;

const sans = '11px ui-sans-serif, system-ui, sans-serif';
const sansBold = '600 12px ui-sans-serif, system-ui, sans-serif';
const small = '10px ui-sans-serif, system-ui, sans-serif';
const mono = '11px ui-monospace, SFMono-Regular, Menlo, monospace';
/** About so far are two lines of the grid from each other. */
export const tickPx = 72;
/** A text that has less room than this is left out. */
const leastTextPx = 26;
/** More of a line than this fits no screen. */
const maxLineChars = 400;

export function xOf({ view, width, gutter }: Pick<Picture, 'view' | 'width' | 'gutter'>, t: number): number {
	if (t === Number.POSITIVE_INFINITY) return width;
	return gutter + ((t - view.from) / (view.to - view.from)) * (width - gutter);
}

/** Draws the lanes. What lies outside of the view is not touched, and events that share a pixel are drawn once. */
export function paint(context: Context, picture: Picture): void {
	const { width, height, colors, gutter } = picture;
	context.clearRect(0, 0, width, height);
	context.textBaseline = 'middle';
	context.save();
	clip(context, gutter, 0, width - gutter, height);
	paintGrid(context, picture);
	paintEvidence(context, picture);
	for (const row of picture.rows) if (row.lane.kind === 'instance') paintBands(context, picture, row);
	for (const row of picture.rows) {
		for (const bar of row.lane.bars) paintBar(context, picture, row, bar);
		paintMarks(context, picture, row);
	}
	paintSelection(context, picture);
	context.restore();
	for (const row of picture.rows) paintLabel(context, picture, row);
	context.fillStyle = colors.rule;
	context.fillRect(gutter - 1, 0, 1, height);
}

function paintGrid(context: Context, picture: Picture): void {
	const { view, width, height, gutter, rows, colors } = picture;
	context.fillStyle = colors.rule;
	for (const tick of ticksOf(view, (width - gutter) / tickPx))
		context.fillRect(Math.round(xOf(picture, tick)), 0, 1, height);
	for (const row of rows) if (row.isFirst && row.top > 0) context.fillRect(0, row.top - 5, width, 1);
}

/** The moments that a finding rests on, through all lanes. */
function paintEvidence(context: Context, picture: Picture): void {
	const { evidence, timeline, height, colors } = picture;
	context.fillStyle = colors.fail;
	for (const index of evidence) {
		const event = timeline[index];
		if (event === undefined) continue;
		const x = xOf(picture, event.t);
		context.globalAlpha = 0.1;
		context.fillRect(x - 3, 0, 6, height);
		context.globalAlpha = 0.55;
		context.fillRect(Math.round(x), 0, 1, height);
	}
	context.globalAlpha = 1;
}

/** How much of an instance's row, above its bar, tells of its limits. */
const bandPx = 12;

/** The time that a limit allows, how much of it was used, and what was counted; red where it was overrun or came to nothing. */
function paintBands(context: Context, picture: Picture, { lane, top, height }: Row): void {
	const { bands, colors, width, gutter } = picture;
	let labelEnd = gutter;
	for (const band of bands) {
		if (band.instance !== lane.owner) continue;
		const from = xOf(picture, band.from);
		const allowed = xOf(picture, band.from + band.limitMs + band.wallMs - band.countedMs);
		const end = xOf(picture, band.to);
		const fill = (color: string, alpha: number, left: number, right: number, y: number, tall: number) => {
			context.fillStyle = color;
			context.globalAlpha = alpha;
			context.fillRect(left, y, Math.max(right - left, 1), tall);
			context.globalAlpha = 1;
		};
		const isBad = band.outcome !== 'within';
		fill(colors.limit, 0.12, from, allowed, top, height);
		fill(isBad ? colors.fail : colors.limit, 0.38, from, Math.min(end, isBad ? end : allowed), top, bandPx);
		fill(colors.limit, 1, allowed, allowed + 1.5, top, height);
		if (band.outcome === 'over') fill(colors.fail, 0.25, allowed, end, top, height);
		const left = Math.max(from + 4, labelEnd);
		const text = `${band.clause} ${formatDuration(band.countedMs)} of ${formatDuration(band.limitMs)}`;
		const room = Math.min(Math.max(allowed, end), width) - left - 4;
		const font = isBad ? sansBold : small;
		labelEnd =
			left +
			write(context, text, left, top + bandPx / 2 + 0.5, room, { color: isBad ? colors.fail : colors.muted, font }) +
			12;
	}
}

const barShare: Readonly<Record<Bar['look'], number>> = {
	starting: 0.34,
	listening: 0.62,
	ready: 0.78,
	stopping: 0.34,
	frozen: 0.78,
	process: 0.5,
	holder: 0.5,
	owned: 0.72,
	foreign: 0.72,
	client: 0.55,
	content: 0.8,
};
const barAlpha: Readonly<Record<Bar['look'], number>> = {
	starting: 0.4,
	listening: 0.6,
	ready: 0.92,
	stopping: 0.4,
	frozen: 0.75,
	process: 0.22,
	holder: 0.5,
	owned: 0.92,
	foreign: 0.9,
	client: 0.5,
	content: 0.16,
};

function paintBar(context: Context, picture: Picture, row: Row, bar: Bar): void {
	const { lane } = row;
	const { top, height } = bodyOf(row);
	const { width, gutter, colors } = picture;
	const from = xOf(picture, bar.from);
	const to = Math.max(xOf(picture, bar.to), from + 1.5);
	if (to < gutter || from > width) return;
	const thick = height * barShare[bar.look];
	const y = top + (height - thick) / 2;
	const color =
		bar.look === 'frozen'
			? colors.frozen
			: bar.look === 'content'
				? colors.accent
				: bar.look === 'foreign'
					? colors.foreign
					: colorOf(bar.owner, colors);
	const left = Math.max(from, gutter);
	const right = Math.min(to, width);
	context.globalAlpha = barAlpha[bar.look];
	context.fillStyle = color;
	context.beginPath();
	context.roundRect(left, y, right - left, thick, Math.min(3, (right - left) / 2));
	context.fill();
	context.globalAlpha = 1;
	if (bar.look === 'content') {
		context.fillStyle = color;
		context.fillRect(left, y, 2, thick);
	}
	if (bar.look === 'frozen') hatch(context, left, y, right - left, thick, colors.paper);
	const isSolid = ['ready', 'owned', 'foreign', 'frozen'].includes(bar.look);
	if (lane.kind === 'process' || lane.kind === 'client') return;
	const ink = isSolid ? colors.paper : colors.ink;
	if (lane.kind === 'instance' && !isSolid && bar.look !== 'listening') return;
	write(context, shown(bar.label, 200), left + 6, top + height / 2 + 0.5, right - left - 10, {
		color: ink,
		font: bar.look === 'content' ? mono : sans,
	});
}

/** A row without the strip for limits. */
function bodyOf({ lane, top, height }: Row): Pick<Row, 'top' | 'height'> {
	return lane.kind === 'instance' ? { top: top + bandPx, height: height - bandPx } : { top, height };
}

function hatch(context: Context, x: number, y: number, width: number, height: number, color: string): void {
	context.save();
	clip(context, x, y, width, height);
	context.strokeStyle = color;
	context.globalAlpha = 0.35;
	context.beginPath();
	for (let at = x - height; at < x + width; at += 7) {
		context.moveTo(at, y + height);
		context.lineTo(at + height, y);
	}
	context.stroke();
	context.restore();
}

function paintMarks(context: Context, picture: Picture, row: Row): void {
	const { marks, kind } = row.lane;
	const { gutter, width } = picture;
	let lastPixel = Number.NEGATIVE_INFINITY;
	const hasText = kind === 'output' || kind === 'calls';
	for (const [index, mark] of marks.entries()) {
		const x = xOf(picture, mark.t);
		const isSpecial = mark.tone === 'bad' || mark.tone === 'fault' || picture.evidence.has(mark.event);
		if (x < gutter - (hasText ? 600 : 8) || x > width + 8) continue;
		if (Math.round(x) === lastPixel && !isSpecial && picture.found === null) continue;
		lastPixel = Math.round(x);
		paintMark(context, picture, row, mark, x);
		if (!hasText) continue;
		const next = marks[index + 1];
		const room = (next === undefined ? width : Math.min(xOf(picture, next.t), width)) - x - 10;
		if (room >= leastTextPx)
			write(context, lineOf(picture.timeline, mark), x + 5, row.top + row.height / 2, room, {
				color: picture.colors.ink,
				font: mono,
			});
	}
}

function lineOf(timeline: Timeline, { event }: Mark): string {
	const each = timeline[event];
	if (each?.type === 'output') return shown(each.line.slice(0, maxLineChars));
	return each?.type === 'called' ? shown(each.text.slice(0, maxLineChars)) : '';
}

function toneColor(tone: Tone, colors: Colors): string {
	switch (tone) {
		case 'bad':
			return colors.fail;
		case 'fault':
			return colors.fault;
		case 'good':
			return colors.pass;
		case 'quiet':
			return colors.faint;
		case 'plain':
		case 'output':
			return colors.muted;
	}
}

function paintMark(context: Context, picture: Picture, { top, height, lane }: Row, mark: Mark, x: number): void {
	const { colors, found, evidence } = picture;
	const isFound = found?.has(mark.event) ?? true;
	const middle = top + height / 2;
	context.globalAlpha = isFound ? 1 : 0.15;
	context.fillStyle = evidence.has(mark.event) ? colors.fail : toneColor(mark.tone, colors);
	if (mark.tone === 'fault' || mark.tone === 'bad') {
		const size = mark.tone === 'fault' ? 5.5 : 4.5;
		context.beginPath();
		context.moveTo(x, middle - size);
		context.lineTo(x + size, middle);
		context.lineTo(x, middle + size);
		context.lineTo(x - size, middle);
		context.closePath();
		context.fill();
		context.strokeStyle = colors.paper;
		context.lineWidth = 1;
		context.stroke();
	} else {
		const tall = lane.kind === 'instance' ? height * 0.5 : height * 0.6;
		context.fillRect(Math.round(x) - 0.5, middle - tall / 2, 1.5, tall);
	}
	if (found !== null && isFound) {
		context.fillStyle = colors.accent;
		context.fillRect(Math.round(x) - 2, top + height - 3, 4, 3);
	}
	context.globalAlpha = 1;
}

function paintSelection(context: Context, picture: Picture): void {
	const { selected, timeline, rows, colors, height } = picture;
	const event = selected === null ? undefined : timeline[selected];
	if (event === undefined) return;
	const x = Math.round(xOf(picture, event.t));
	context.fillStyle = colors.accent;
	context.fillRect(x - 0.5, 0, 1.5, height);
	const row = rows.find(({ lane }) => lane.marks.some((mark) => mark.event === selected));
	if (row === undefined) return;
	context.strokeStyle = colors.accent;
	context.lineWidth = 2;
	context.beginPath();
	const { top, height: tall } = bodyOf(row);
	context.arc(x, top + tall / 2, 7, 0, 2 * Math.PI);
	context.stroke();
}

function paintLabel(context: Context, { colors, gutter }: Picture, row: Row): void {
	const { lane } = row;
	const { top, height } = bodyOf(row);
	const isHead = lane.kind === 'instance';
	const indent = lane.owner !== '' && !isHead ? 14 : 0;
	if (isHead) {
		context.fillStyle = colorOf(lane.owner, colors);
		context.beginPath();
		context.arc(5, top + height / 2, 4, 0, 2 * Math.PI);
		context.fill();
	}
	const isCode = lane.kind === 'port' || lane.kind === 'file';
	// The end of a path tells files apart.
	const room = gutter - 12 - indent - (isHead ? 14 : 0);
	write(context, shown(lane.label, 300), indent + (isHead ? 14 : 0), top + height / 2, room, {
		color: isHead ? colors.ink : colors.muted,
		font: isHead ? sansBold : isCode ? mono : sans,
		keepsEnd: lane.kind === 'file',
	});
}

interface Writing {
	readonly color: string;
	readonly font?: string;
	readonly align?: 'left' | 'right';
	readonly keepsEnd?: boolean;
}

/** One line of text, cut to its room. Tells how wide it is. */
function write(
	context: Context,
	text: string,
	x: number,
	y: number,
	room: number,
	{ color, font = sans, align = 'left', keepsEnd = false }: Writing,
): number {
	if (room < leastTextPx) return 0;
	context.font = font;
	context.fillStyle = color;
	context.textAlign = align;
	const width = context.measureText(text).width;
	const chars = width <= room ? text.length : Math.floor((text.length * room) / width) - 1;
	if (chars < 2) return 0;
	const cut = keepsEnd ? `…${text.slice(-chars)}` : `${text.slice(0, chars)}…`;
	context.fillText(chars === text.length ? text : cut, x, y);
	return Math.min(width, room);
}

function clip(context: Context, x: number, y: number, width: number, height: number): void {
	context.beginPath();
	context.rect(x, y, width, height);
	context.clip();
}
