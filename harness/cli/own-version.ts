import { readFileSync } from 'node:fs';
import path from 'node:path';
import { kitFolder, ownExtension } from '../own-extension.ts';

/** The version in the kit's own package.json. */
export function ownVersion(): string {
	// Compiled, the kit is one folder deeper.
	const folder = ownExtension === '.ts' ? kitFolder : path.dirname(kitFolder);
	const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string };
	return version;
}
