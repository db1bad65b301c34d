import path from 'node:path';
import { expect, test } from 'vitest';
import { freshCheckpoint, writeCheckpoint } from '../storm/checkpoint.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { parseStormOptions } from './storm-options.ts';

const asked = { gateway: 'my-gateway', build: null, contract: 'clawdbot-2025-12', limits: {}, seed: 7, steps: 4 };

test('by default a storm lasts a minute and ends at the first finding', () => {
	expect(parseStormOptions({ seed: '3' })).toMatchObject({
		...{ durationMs: 60_000, steps: 10, seed: 3, repeat: 5, keepsGoing: false, path: null, resumed: null },
	});
});

test.each([
	[{ path: '1:b', seed: '1' }, '--path "1:b" cannot be used. Allowed: a path as a report names it'],
	[{ path: '1' }, '--path "1" cannot be used. Allowed: a path together with the --seed of the report'],
	[{ duration: 'long' }, '--duration: "long" is not a duration'],
	[{ steps: '0' }, '--steps "0" cannot be used. Allowed: a whole number from 1 to 100'],
	[{ repeat: '0' }, '--repeat "0" cannot be used. Allowed: a whole number from 1 to 1000'],
	[{ resume: '/nowhere' }, '--resume "/nowhere" cannot be used. Allowed: the run folder of a storm'],
])('%j is refused', (raw, says) => {
	expect(() => parseStormOptions(raw)).toThrow(says);
});

test('a checkpoint says what is asked, and nothing may be said against it', () => {
	const folder = tempFolder();
	writeCheckpoint(folder, freshCheckpoint(asked, { ownPids: true, inProcess: true, traced: true }));
	expect(parseStormOptions({ resume: folder })).toMatchObject(asked);
	expect(() => parseStormOptions({ resume: folder, seed: '8' })).toThrow(
		'--seed "8" cannot be used. Allowed: nothing beside --resume, which knows it',
	);
	expect(() => parseStormOptions({ resume: path.join(folder, 'checkpoint.json') })).toThrow('--resume');
});
