import { type Picture, tickPx, xOf } from './paint.ts';
import { ticksOf, tickText, type View } from './view.ts';

const overviewHeight = 18;
export const axisHeight = 42;

/** The whole case in one line, with the part that the lanes show; below it the times. */
export function paintAxis(context: CanvasRenderingContext2D, picture: Picture, whole: View): void {
	const { width, gutter, view, colors, timeline, evidence } = picture;
	context.clearRect(0, 0, width, axisHeight);
	context.fillStyle = colors.panel;
	context.fillRect(gutter, 0, width - gutter, overviewHeight);
	const all = { view: whole, width, gutter };
	let last = Number.NEGATIVE_INFINITY;
	context.fillStyle = colors.faint;
	for (const { t } of timeline) {
		const x = Math.round(xOf(all, t));
		if (x !== last) context.fillRect(x, 5, 1, overviewHeight - 8);
		last = x;
	}
	context.fillStyle = colors.fail;
	for (const index of evidence) {
		const event = timeline[index];
		if (event !== undefined) context.fillRect(Math.round(xOf(all, event.t)) - 1, 2, 2, overviewHeight - 4);
	}
	const from = xOf(all, view.from);
	const to = xOf(all, view.to);
	context.strokeStyle = colors.accent;
	context.lineWidth = 1.5;
	context.strokeRect(from + 0.75, 0.75, Math.max(to - from - 1.5, 2), overviewHeight - 1.5);
	context.font = '11px ui-sans-serif, system-ui, sans-serif';
	context.textBaseline = 'middle';
	context.textAlign = 'center';
	context.fillStyle = colors.muted;
	const ticks = ticksOf(view, (width - gutter) / tickPx);
	const step = (ticks[1] ?? 1) - (ticks[0] ?? 0);
	for (const tick of ticks) {
		const x = xOf(picture, tick);
		if (x > gutter + 14 && x < width - 14) context.fillText(tickText(tick, Math.abs(step)), x, overviewHeight + 13);
	}
}

/** Whether a place lies in the overview, where a press moves the view. */
export function isOverview(y: number): boolean {
	return y < overviewHeight;
}
