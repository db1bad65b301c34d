import { expect, test } from 'vitest';
import { KnownKinds } from './known-kinds.ts';

const left = (file: string) => ({
	clause: 'no-stale-lock' as const,
	message: `The file ${file} was left behind: its name says "lock".`,
	evidence: [],
});

test('a bug is one kind in every home and on every port, and its own kind for another file', () => {
	const known = new KnownKinds([]);
	known.add([left('home/main/gateway-20000.lock')]);
	expect(known.has(left('home/other/gateway-20460.lock'))).toBe(true);
	expect(known.has(left('home/main/gateway-20000.pid'))).toBe(false);
	expect(new KnownKinds(known.all).has(left('home/neighbour/gateway-1.lock'))).toBe(true);
});
