import { expect, test } from 'vitest';
import { installKey } from './install-key.ts';
import { clawdbot } from './recipes/clawdbot.ts';

const key = (recipe: Partial<typeof clawdbot>, version = '1.0.0', platform = 'linux', arch = 'x64') =>
	installKey({ ...clawdbot, ...recipe }, version, platform, arch);

test('a key is a readable file name', () => {
	expect(key({ name: '@scope/gate' })).toMatch(/^@scope\+gate-1\.0\.0-[0-9a-f]{12}$/);
});

test('whatever decides what is installed changes it', () => {
	const keys = [
		key({}),
		key({ name: 'other' }),
		key({}, '1.0.1'),
		key({}, '1.0.0', 'darwin'),
		key({}, '1.0.0', 'linux', 'arm64'),
		key({ node: '26.1.0' }),
		key({ overrides: {} }),
		key({ extraDependencies: {} }),
		key({ leftOut: [] }),
		key({ prepare: { whenExists: 'x', arguments: [] } }),
	];
	expect(new Set(keys).size).toBe(keys.length);
});

test('how it is run does not, nor the order in which things are written', () => {
	expect(key({ arguments: [], environment: {}, warm: { keep: [] }, id: 'x' })).toBe(key({}));
	expect(key({ overrides: { a: '1', b: '2' } })).toBe(key({ overrides: { b: '2', a: '1' } }));
});
