import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { createTar, type ParsedTarFileItem, parseTar } from 'nanotar';
import { UsageError } from './errors.ts';

/** A file of a bundle. */
export interface BundledFile {
	/** Relative, with slashes. */
	readonly name: string;
	readonly bytes: Buffer;
}

/** Bounds of a bundle that comes from elsewhere. */
const maxBytes = 256 * 1024 * 1024;
const maxFiles = 10_000;

/** Writes the files as one `.tgz`, the same bytes for the same files. */
export function packBundle(files: readonly BundledFile[], target: string): void {
	const entries = files.map(({ name, bytes }) => ({ name, data: new Uint8Array(bytes) }));
	writeFileSync(target, gzipSync(createTar(entries, { attrs: { mtime: 0, user: '', group: '' } })));
}

/**
 * Unpacks a bundle below `root`, into a folder named by its content. Nothing of it gets outside of that folder.
 *
 * @returns The folder.
 * @throws UsageError
 */
export function unpackBundle(file: string, root: string): string {
	const packed = readFileSync(file);
	const folder = path.join(root, createHash('sha256').update(packed).digest('hex').slice(0, 16));
	if (existsSync(path.join(folder, 'bundle.json'))) return folder;
	const entries = entriesOf(packed, file);
	if (!entries.some(({ name }) => name === 'bundle.json')) throw notABundle(file);
	// The file that makes it whole comes last.
	for (const { name, bytes } of entries.toSorted((a, b) => rank(a.name) - rank(b.name))) {
		const place = path.join(folder, name);
		mkdirSync(path.dirname(place), { recursive: true });
		writeFileSync(place, bytes);
	}
	return folder;
}

function entriesOf(packed: Buffer, file: string): BundledFile[] {
	let entries: ParsedTarFileItem[];
	try {
		entries = parseTar(new Uint8Array(gunzipSync(packed, { maxOutputLength: maxBytes })));
	} catch {
		throw notABundle(file);
	}
	if (entries.length > maxFiles) throw notABundle(file);
	return entries.flatMap(({ name, type, data }) => {
		if (type === 'directory') return [];
		if (type !== 'file' || !isInside(name))
			throw new UsageError('bundle', file, `a bundle whose files stay inside of it; this one has "${name}"`);
		return [{ name, bytes: Buffer.from(data ?? []) }];
	});
}

function isInside(name: string): boolean {
	return name !== '' && !path.posix.isAbsolute(name) && !name.includes('\\') && !name.split('/').includes('..');
}

function rank(name: string): number {
	return name === 'bundle.json' ? 1 : 0;
}

function notABundle(file: string): UsageError {
	return new UsageError('bundle', file, 'a file that gatelock bundle wrote');
}
