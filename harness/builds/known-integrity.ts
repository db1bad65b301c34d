import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileNameOf } from './install-key.ts';

/** What the registry gave for a version once, it has to give ever after; null when it was never asked, or gave none. */
export async function knownIntegrity(
	cacheDir: string,
	name: string,
	version: string,
): Promise<{ readonly text: string; readonly file: string } | null> {
	const file = fileOf(cacheDir, name, version);
	const text = (await readFile(file, 'utf8').catch(() => '')).trim();
	return text === '' ? null : { text, file };
}

/** Kept when the build is removed: it is a few bytes, and what is installed again has to be the same. */
export async function rememberIntegrity(
	cacheDir: string,
	{ name, version, integrity }: { readonly name: string; readonly version: string; readonly integrity: string | null },
): Promise<void> {
	if (integrity === null) return;
	const file = fileOf(cacheDir, name, version);
	await mkdir(path.dirname(file), { recursive: true });
	await writeFile(file, `${integrity}\n`);
}

function fileOf(cacheDir: string, name: string, version: string): string {
	return path.join(cacheDir, 'integrity', `${fileNameOf(name)}-${version}`);
}
