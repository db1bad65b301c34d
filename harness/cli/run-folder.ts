import { mkdirSync, readdirSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from './errors.ts';

/** Older runs are removed when a new one begins. */
const keptRuns = 20;

/** Makes `.gatelock/<run>/` below `folder`, with a `latest` link beside it. */
export function makeRunFolder(folder: string): { runId: string; runFolder: string } {
	const root = path.join(folder, '.gatelock');
	const runId = `${new Date().toISOString().replaceAll(/[-:]/g, '').replace('T', '-').slice(0, 15)}-${process.pid}`;
	const runFolder = path.join(root, runId);
	try {
		mkdirSync(path.join(runFolder, 'cases'), { recursive: true });
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		throw new UsageError('The current folder', folder, `a folder that can be written to, for .gatelock (${why})`);
	}
	link(root, runId);
	removeOldRuns(root);
	return { runId, runFolder };
}

function link(root: string, runId: string): void {
	const latest = path.join(root, 'latest');
	try {
		unlinkSync(latest);
	} catch {
		// There was none.
	}
	try {
		symlinkSync(runId, latest);
	} catch {
		// A file system without links, or another run was faster: the link is a convenience.
	}
}

function removeOldRuns(root: string): void {
	const runs = readdirSync(root)
		.filter((name) => /^\d{8}-\d{6}-\d+$/.test(name))
		.sort();
	for (const old of runs.slice(0, Math.max(0, runs.length - keptRuns))) {
		rmSync(path.join(root, old), { recursive: true, force: true });
	}
}
