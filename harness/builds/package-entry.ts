import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Recipe } from './recipe.ts';

const packageManifestSchema = z.object({
	name: z.string().optional(),
	version: z.string().optional(),
	bin: z.union([z.string(), z.record(z.string(), z.string())]).optional(),
	dependencies: z.record(z.string(), z.string()).optional(),
});
export type PackageManifest = z.infer<typeof packageManifestSchema>;

/** Null when the folder has no readable package.json. */
export async function readManifest(folder: string): Promise<PackageManifest | null> {
	const text = await readFile(path.join(folder, 'package.json'), 'utf8').catch(() => null);
	return text === null ? null : parseManifest(text);
}

/** Null for a text that is no package.json. Pure. */
export function parseManifest(text: string): PackageManifest | null {
	try {
		return packageManifestSchema.parse(JSON.parse(text));
	} catch {
		return null;
	}
}

/**
 * The file that starts the program, relative to the package's folder; null when the package names none. Whether the file
 * is there is not asked: a package that lacks files shall say so itself. Pure.
 */
export function entryOf(manifest: PackageManifest, wanted: Recipe['entry'] | null): string | null {
	if (wanted !== null && 'file' in wanted) return wanted.file;
	const { bin } = manifest;
	if (bin === undefined || typeof bin === 'string') return bin ?? null;
	const name = wanted?.bin ?? manifest.name?.replace(/^@[^/]+\//, '') ?? '';
	const names = Object.keys(bin);
	return bin[name] ?? (wanted === null && names.length === 1 ? (Object.values(bin)[0] ?? null) : null);
}
