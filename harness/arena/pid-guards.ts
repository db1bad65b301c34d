import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Arena } from './arena.ts';
import { guardPlaces } from './guard-places.ts';

/** See `Arena.plantPidGuards`. */
export function plantPidGuards(arena: Arena, pid: number, content: string): void {
	arena.prepareProfile('main');
	for (const file of guardPlaces(arena.contract.pidGuards, arena.folders('main'))) {
		mkdirSync(path.dirname(file), { recursive: true });
		writeFileSync(file, content);
		arena.recorder.add({ type: 'guard-planted', path: path.relative(arena.folder, file), pid, content });
	}
}

/** See `Arena.removePidGuards`. */
export function removePidGuards({ recorder, folder }: Arena): void {
	for (const event of recorder.events) {
		if (event.type === 'guard-planted') rmSync(path.join(folder, event.path), { force: true });
	}
}
