import { describe, test } from 'vitest';
import { isolationModes, killHarness } from './testing/interrupted-run.ts';

/** How many gateways a run has started when its harness is killed: the first of the measuring ones, and some of the cases. */
const killMoments = [1, 16];

describe.each(isolationModes)('%s', (_title, isolation) => {
	test.each(killMoments)('SIGKILL of the harness at its gateway number %d leaves nothing', async (gateways) => {
		await killHarness(isolation, gateways);
	});
});
