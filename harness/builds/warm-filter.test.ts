import { expect, test } from 'vitest';
import { isKept } from './warm-filter.ts';

const keep = ['tmp/jiti/**', 'home/.cache/*.json'];
const file = (path: string) => isKept({ path, kind: 'file' }, keep);
const folder = (path: string) => isKept({ path, kind: 'directory' }, keep);

test('only what a recipe names is kept', () => {
	expect(file('tmp/jiti/a.cjs')).toBe(true);
	expect(file('tmp/jiti/deep/er/a.cjs')).toBe(true);
	expect(file('home/.cache/x.json')).toBe(true);
	expect(file('tmp/other.cjs')).toBe(false);
	expect(file('home/.clawdbot/clawdbot.json')).toBe(false);
});

test('folders on the way to it are entered, others not', () => {
	expect([folder('tmp/jiti'), folder('tmp/jiti/deep'), folder('home/.cache')]).toEqual([true, true, true]);
	expect([folder('tmp/clawdbot-0'), folder('home/.clawdbot')]).toEqual([false, false]);
});

test('a compiled file about locks is no lock', () => {
	expect(file('tmp/jiti/agents-session-write-lock.f88efaac.cjs')).toBe(true);
	expect(file('tmp/jiti/reply-block-streaming.56dc7b0e.cjs')).toBe(true);
});

test.each([
	'gateway.1a2b.lock',
	'gateway.lock.sqlite',
	'x.pid',
	'x.log',
	'x.sock',
	'x.tmp',
	'a.sqlite-wal',
	'.staging-1',
])('%s is never kept', (name) => {
	expect(file(`tmp/jiti/${name}`)).toBe(false);
	expect(file(`tmp/jiti/deep/${name}`)).toBe(false);
});

test.each(['socket', 'fifo', 'symlink', 'device'] as const)('a %s is never kept', (kind) => {
	expect(isKept({ path: 'tmp/jiti/a', kind }, keep)).toBe(false);
});
