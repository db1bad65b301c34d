import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const samples = 3;

/**
 * How long this machine needs for `node -e 0` now, in milliseconds: the slowest of some runs. Tests that limit a duration
 * scale it by this unit, so that a slow or busy machine changes both.
 */
export async function machineUnitMs(): Promise<number> {
	let slowestMs = 0;
	for (let sample = 0; sample < samples; sample++) {
		const startedAt = performance.now();
		await promisify(execFile)(process.execPath, ['-e', '0']);
		slowestMs = Math.max(slowestMs, performance.now() - startedAt);
	}
	return slowestMs;
}
