import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inheritedMark, isMarkOf, isMarkOfRun, readInheritedMark } from './inherited-mark.ts';

test('a mark names its arena and its instance, and no other', () => {
	fc.assert(
		fc.property(fc.string(), fc.string(), fc.integer({ min: 1, max: 4_095 }), (arena, other, instance) => {
			const mark = inheritedMark(arena, instance);
			expect(Number.isSafeInteger(mark)).toBe(true);
			expect(isMarkOf(mark, arena)).toBe(true);
			expect(isMarkOf(mark, other)).toBe(arena === other);
			expect(inheritedMark(arena, instance + 1) === mark).toBe(false);
		}),
	);
});

test('a mark names the run of its arena', () => {
	const mark = inheritedMark('run-1/7/case', 1);
	expect(isMarkOfRun(mark, 'run-1/9/another-case')).toBe(true);
	expect(isMarkOfRun(mark, 'run-2/7/case')).toBe(false);
});

test('a process without a mark, or none at all', () => {
	expect(isMarkOf(null, 'arena')).toBe(false);
	expect(readInheritedMark(2 ** 22 + 1)).toBeNull();
});

test('it outlives an emptied environment and a session of its own', () => {
	const mark = inheritedMark('arena', 7);
	const script = `ulimit -w ${mark}; exec env -i setsid --wait cat /proc/self/limits`;
	const limits = execFileSync('sh', ['-c', script], { encoding: 'utf8' });
	expect(limits).toMatch(new RegExp(`^Max file locks +${mark} +${mark} `, 'm'));
});
