import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isAlive, listPids, parseStat, readCommandLine, readEnvironment, readStat } from './proc.ts';

const fields = 'S 1 4242 4000 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 11 0 987654 1000 200';

test.each([['node'], ['my gateway'], ['(sd-pam)'], ['a) R 7 (b'], [') ('], ['']])(
	'the name %j is read whole',
	(name) => {
		expect(parseStat(`4242 (${name}) ${fields}\n`)).toEqual({
			pid: 4242,
			name,
			state: 'S',
			parentPid: 1,
			processGroup: 4242,
			session: 4000,
			startTicks: 987_654,
		});
	},
);

test('any name and any numbers are read as they were printed', () => {
	const number = fc.integer({ min: 0, max: 2 ** 31 - 1 });
	fc.assert(
		fc.property(fc.string({ maxLength: 15 }), number, number, number, (name, pid, parentPid, startTicks) => {
			const text = `${pid} (${name}) Z ${parentPid} 5 6 ${'0 '.repeat(15)}${startTicks} 0 0\n`;
			expect(parseStat(text)).toEqual({
				pid,
				name,
				state: 'Z',
				parentPid,
				processGroup: 5,
				session: 6,
				startTicks,
			});
		}),
	);
});

test.each(['', '4242', '4242 (node', ') 4242 (', '4242 (node) S 1 2'])('%j is no stat', (text) => {
	expect(parseStat(text)).toBeNull();
});

test('this process reads itself', () => {
	const stat = readStat(process.pid);
	expect(stat).toMatchObject({ pid: process.pid, parentPid: process.ppid });
	expect(listPids()).toContain(process.pid);
	expect(readCommandLine(process.pid)?.length).toBeGreaterThan(0);
	expect(readEnvironment(process.pid)).toContain('PATH=');
	expect(isAlive(process.pid, stat?.startTicks ?? -1)).toBe(true);
});

test('a pid with another start time is another process', () => {
	expect(isAlive(process.pid, (readStat(process.pid)?.startTicks ?? 0) + 1)).toBe(false);
});

test('of a pid that nobody has, nothing is read', () => {
	const noPid = 2 ** 22 + 1;
	expect([readStat(noPid), readCommandLine(noPid), readEnvironment(noPid), isAlive(noPid, 0)]).toEqual([
		null,
		null,
		null,
		false,
	]);
});
