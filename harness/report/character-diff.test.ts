import fc from 'fast-check';
import { expect, test } from 'vitest';
import { characterDiff } from './character-diff.ts';

const exact = 'another gateway instance is already listening on ws://127.0.0.1:18789';

test.each([
	['a full stop after it', `${exact}.`, `${exact}{+.+}`],
	['another capital', exact.replace('another', 'Another'), `[-a-]{+A+}${exact.slice(1)}`],
	['another port', exact.replace('18789', '18790'), `${exact.slice(0, -2)}[-89-]{+90+}`],
	['another host', exact.replace('127.0.0.1', 'localhost'), exact.replace('127.0.0.1', '[-127.0.0.1-]{+localhost+}')],
	['a cause appended', `${exact} | listen EADDRINUSE`, `${exact}{+ | listen EADDRINUSE+}`],
	[
		'another message',
		'gateway already running (pid 412); lock timeout after 5000ms',
		'[-another gateway instance is already listening on ws://127.0.0.1:18789-]{+gateway already running (pid 412); lock timeout after 5000ms+}',
	],
	['nothing at all', '', `[-${exact}-]`],
	['nothing different', exact, exact],
])('%s', (_, actual, marked) => {
	expect(markedDiff(exact, actual)).toBe(marked);
});

test('the parts, put together, give back both texts', () => {
	const nearby = fc
		.tuple(fc.string(), fc.string({ unit: 'grapheme' }), fc.string())
		.map(([a, b, c]) => `${a}${exact}${b}${exact}${c}`);
	fc.assert(
		fc.property(nearby, nearby, (expected, actual) => {
			const parts = characterDiff(expected, actual);
			expect(joined(parts, 'added')).toBe(expected);
			expect(joined(parts, 'removed')).toBe(actual);
		}),
	);
});

test('two huge lines are compared up to a bound', () => {
	const text = markedDiff(exact, 'x'.repeat(1024 * 1024));
	expect(text.length).toBeLessThan(5000);
	expect(text).toContain('… (+1044576 characters)');
});

function joined(parts: ReturnType<typeof characterDiff>, without: 'added' | 'removed'): string {
	return parts
		.filter(({ kind }) => kind !== without)
		.map(({ text }) => text)
		.join('');
}

function markedDiff(expected: string, actual: string): string {
	const marks = { same: ['', ''], removed: ['[-', '-]'], added: ['{+', '+}'] } as const;
	return characterDiff(expected, actual)
		.map(({ kind, text }) => marks[kind][0] + text + marks[kind][1])
		.join('');
}
