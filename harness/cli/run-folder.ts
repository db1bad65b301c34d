import { mkdirSync, symlinkSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { noConfig, type Retention } from '../config/project-config.ts';
import { UsageError } from './errors.ts';
import { removeOldRuns } from './retention.ts';

/** Runs that begin in one second with the same pid. */
const maxSameSecond = 100;

/** Makes `.gatelock/<run>/` below `folder`, with a `latest` link beside it; older runs are removed as far as asked. */
export function makeRunFolder(
	folder: string,
	retention: Retention = noConfig.retention,
): {
	runId: string;
	runFolder: string;
	removed: string[];
} {
	const root = path.join(folder, '.gatelock');
	const begun = `${new Date().toISOString().replaceAll(/[-:]/g, '').replace('T', '-').slice(0, 15)}-${process.pid}`;
	let runId = begun;
	try {
		mkdirSync(root, { recursive: true });
		// In namespaces of their own, two runs of one second may have the same pid.
		for (let again = 2; !mkdirOnce(path.join(root, runId)) && again < maxSameSecond; again++)
			runId = `${begun}-${again}`;
		mkdirSync(path.join(root, runId, 'cases'), { recursive: true });
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		throw new UsageError('The current folder', folder, `a folder that can be written to, for .gatelock (${why})`);
	}
	const runFolder = path.join(root, runId);
	link(root, runId);
	return { runId, runFolder, removed: removeOldRuns(root, runId, retention) };
}

/** Whether it is new. */
function mkdirOnce(folder: string): boolean {
	return mkdirSync(folder, { recursive: true }) !== undefined;
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
