import { readFileSync } from 'node:fs';
import { release } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import type { ResolvedGateway } from '../builds/resolve-gateway.ts';
import { kitFolder } from '../own-extension.ts';

/** Versions of what took part in a run. */
export function versions(gateway: ResolvedGateway): Record<string, string> {
	return {
		gatelock: ownVersion(),
		node: process.versions.node,
		platform: `${process.platform} ${release()} ${process.arch}`,
		...gateway.versions,
	};
}

/** The version in the kit's own package.json. */
export function ownVersion(): string {
	// Compiled, the kit lies one folder deeper.
	for (const folder of [kitFolder, path.dirname(kitFolder)]) {
		try {
			const text = readFileSync(path.join(folder, 'package.json'), 'utf8');
			return z.object({ name: z.literal('gatelock'), version: z.string() }).parse(JSON.parse(text)).version;
		} catch {
			// Not this folder.
		}
	}
	return 'unknown';
}
