import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Timeline } from '../timeline/events.ts';
import { ownMask } from '../timeline/secrets.ts';

/** Of each instance; the record has as much again. */
const maxCharacters = 4 * 1024 * 1024;

/** Writes what each instance printed to `output/<instance>.txt`: time in seconds, stream, line. */
export function keepOutputs(timeline: Timeline, folder: string): void {
	const texts = new Map<string, string>();
	for (const event of timeline) {
		if (event.type !== 'output') continue;
		const before = texts.get(event.instance) ?? '';
		if (before.length > maxCharacters) continue;
		const cut = event.truncated ? ' …' : '';
		texts.set(event.instance, `${before}+${(event.t / 1000).toFixed(3)} ${event.stream} ${event.line}${cut}\n`);
	}
	if (texts.size === 0) return;
	mkdirSync(path.join(folder, 'output'), { recursive: true });
	for (const [instance, text] of texts) {
		writeFileSync(path.join(folder, 'output', `${instance}.txt`), ownMask()(text));
	}
}
