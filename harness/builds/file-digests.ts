import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';

/** Beside the marker of an entry: what each file of the package itself contained when it was installed. */
const digestsName = 'gatelock-files.json';
const digestsSchema = z.record(z.string(), z.string());
/** Files that are read at once. */
const atOnce = 16;

/** Records the content of every file of the package, in the entry that holds it. */
export async function recordDigests(entry: string, packageFolder: string): Promise<void> {
	const digests = Object.fromEntries(await mapFiles(await filesOf(packageFolder), packageFolder));
	await writeFile(path.join(entry, digestsName), `${JSON.stringify(digests)}\n`);
}

/**
 * The first file of the package that is gone or says something else than when it was installed; null when there is
 * none, or when the entry is of a time in which nothing was recorded. What was added since is nobody's affair.
 */
export async function firstTampered(entry: string, packageFolder: string): Promise<string | null> {
	const text = await readFile(path.join(entry, digestsName), 'utf8').catch(() => null);
	if (text === null) return null;
	const recorded = digestsSchema.safeParse(parseJson(text));
	if (!recorded.success) return digestsName;
	const now = new Map(await mapFiles(Object.keys(recorded.data), packageFolder));
	return Object.entries(recorded.data).find(([file, digest]) => now.get(file) !== digest)?.[0] ?? null;
}

/** Files below the package's folder; those of packages within are npm's affair, which has checked them. */
async function filesOf(folder: string): Promise<string[]> {
	const files: string[] = [];
	for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
		if (!entry.isFile()) continue;
		const file = path.relative(folder, path.join(entry.parentPath, entry.name));
		if (!file.split(path.sep).includes('node_modules')) files.push(file);
	}
	return files.sort();
}

async function mapFiles(files: readonly string[], folder: string): Promise<[string, string][]> {
	const digests: [string, string][] = [];
	const left = files.values();
	const worker = async () => {
		for (const file of left) digests.push([file, await digestOf(path.join(folder, file))]);
	};
	await Promise.all(Array.from({ length: atOnce }, worker));
	return digests.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** `gone` for a file that cannot be read. */
async function digestOf(file: string): Promise<string> {
	const hash = createHash('sha256');
	try {
		await pipeline(createReadStream(file), hash);
	} catch {
		return 'gone';
	}
	return hash.digest('base64');
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}
