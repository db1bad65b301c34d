import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';

/** Bytes in all files below a folder; links count as themselves. Entries that vanish meanwhile count nothing. */
export async function sizeOf(folder: string): Promise<number> {
	let bytes = 0;
	for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
		if (!entry.isFile()) continue;
		const facts = await lstat(path.join(entry.parentPath, entry.name)).catch(() => null);
		bytes += facts?.size ?? 0;
	}
	return bytes;
}
