import { constants } from 'node:buffer';
import { lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Mask, ownMask } from '../timeline/secrets.ts';

/** Files of one tree that are looked through. */
const maxFiles = 20_000;
const maxBytes = Math.min(64 * 1024 * 1024, constants.MAX_STRING_LENGTH);

/** Masks every file below a folder, links not followed. A file that cannot be rewritten is emptied by nobody: it stays. */
export function maskTree(folder: string, mask: Mask = ownMask()): void {
	let left = maxFiles;
	const folders = [folder];
	for (let next = folders.pop(); next !== undefined && left > 0; next = folders.pop()) {
		for (const name of namesIn(next)) {
			const place = path.join(next, name);
			const stats = lstatSync(place, { throwIfNoEntry: false });
			if (stats?.isDirectory()) folders.push(place);
			if (!stats?.isFile() || stats.size > maxBytes || left-- <= 0) continue;
			maskFile(place, mask);
		}
	}
}

function maskFile(place: string, mask: Mask): void {
	try {
		const before = readFileSync(place);
		const after = maskBytes(before, mask);
		if (!after.equals(before)) writeFileSync(place, after);
	} catch {
		// A file that the user may not read tells nobody anything.
	}
}

/** Bytes that are no text are taken for Latin-1, so that everything but what is masked stays as it was. Pure. */
export function maskBytes(bytes: Buffer, mask: Mask): Buffer {
	const text = bytes.toString('utf8');
	if (Buffer.from(text, 'utf8').equals(bytes)) return Buffer.from(mask(text), 'utf8');
	return Buffer.from(mask(bytes.toString('latin1')).replaceAll('‹', '<').replaceAll('›', '>'), 'latin1');
}

function namesIn(folder: string): string[] {
	try {
		return readdirSync(folder);
	} catch {
		return [];
	}
}
