import { createHash } from 'node:crypto';
import { lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** A program of its own, not its dependencies: more files than this are not looked at. */
const mostFiles = 20_000;
const leftOut = new Set(['node_modules', '.git', '.gatelock']);

/** A short name for a text that no other text has. */
export function hashOf(...parts: readonly string[]): string {
	return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

/**
 * Names the state of files and folders by the size and time of each file in them: what was changed since is judged
 * anew. Installed packages (`node_modules`) are not looked at.
 */
export function fingerprintOf(paths: readonly string[]): string {
	const facts: string[] = [];
	const look = (place: string): void => {
		if (facts.length >= mostFiles) return;
		const stat = lstatSync(place, { throwIfNoEntry: false });
		if (stat === undefined) return;
		if (!stat.isDirectory()) {
			facts.push(`${place} ${stat.size} ${stat.mtimeMs}`);
			return;
		}
		for (const name of readdirSync(place).sort()) if (!leftOut.has(name)) look(path.join(place, name));
	};
	for (const each of paths) look(each);
	return hashOf(...facts);
}
