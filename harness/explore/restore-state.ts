import { spawnSync } from 'node:child_process';
import {
	chmodSync,
	existsSync,
	linkSync,
	lutimesSync,
	mkdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { CrashState, StateEntry } from './crash-state.ts';
import { StateError } from './state-error.ts';

/** Brings a state back into an arena that is as it was before the first start. Times are as long ago as they were. */
export function restoreState(arena: string, state: CrashState, blobs: string): void {
	for (const place of state.removed) rmSync(path.join(arena, place), { recursive: true, force: true });
	const now = Date.now();
	for (const entry of state.entries) restore(arena, entry, blobs);
	// Folders last, the deepest first: what is made in them changes their times.
	for (const entry of state.entries.toReversed()) {
		if (entry.kind === 'socket') continue;
		const full = path.join(arena, entry.path);
		if (entry.kind !== 'symlink') chmodSync(full, entry.mode);
		const time = new Date(now - entry.ageMs);
		lutimesSync(full, time, time);
	}
}

function restore(arena: string, entry: StateEntry, blobs: string): void {
	const full = path.join(arena, entry.path);
	switch (entry.kind) {
		case 'directory':
			mkdirSync(full, { recursive: true });
			return;
		case 'file':
			rmSync(full, { force: true });
			if (entry.linkTo !== undefined) linkSync(path.join(arena, entry.linkTo), full);
			else writeFileSync(full, readFileSync(path.join(blobs, entry.hash ?? '')));
			return;
		case 'symlink':
			rmSync(full, { force: true });
			symlinkSync(entry.target ?? '', full);
			return;
		case 'fifo':
			make('mkfifo', ['--', path.basename(full)], full);
			return;
		case 'socket':
			// Whoever made it is dead: so is this one, and the name stays.
			make(process.execPath, ['-e', leaveSocket, path.basename(full)], full);
			return;
		case 'device':
			throw new StateError(entry.path, 'a device cannot be made again');
	}
}

const leaveSocket = `require('node:net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))`;

function make(program: string, words: readonly string[], full: string): void {
	const { stderr } = spawnSync(program, words, {
		cwd: path.dirname(full),
		encoding: 'utf8',
		stdio: ['ignore', 'ignore', 'pipe'],
	});
	if (!existsSync(full)) throw new StateError(full, stderr);
}
