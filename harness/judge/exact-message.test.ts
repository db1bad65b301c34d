import { describe, expect, test } from 'vitest';
import { findExactLine, findNearestText } from './exact-message.ts';
import { bindFailed, inUse } from './testing/timeline-builder.ts';

const expected = { text: inUse, thenCause: false };
const json = (fields: object) => JSON.stringify(fields);

describe('said exactly', () => {
	test.each([
		['bare', inUse],
		['after a class', `GatewayLockError: ${inUse}`],
		[
			'after a time stamp and the words of the command line',
			`2026-01-24T10:00:00.000Z Gateway failed to start: ${inUse}`,
		],
		[
			'in the colours of a terminal',
			`\u001b[31mError\u001b[39m: another gateway instance is already listening on \u001b[4mws://127.0.0.1:20001\u001b[24m\u001b[0m`,
		],
		['in quotes and brackets', `[gateway] (GatewayLockError("${inUse}"))`],
		['as a property of an inspected error', `  message: '${inUse}',`],
		['before a carriage return', `${inUse}\r`],
		['after a progress line of its own', `starting…\r\u001b[2K${inUse}`],
		[
			'in a JSON log with later fields',
			json({ level: 'error', msg: `Gateway failed to start: ${inUse}`, pid: 7, hostname: 'h' }),
		],
		['deep in a JSON log', json({ err: { type: 'GatewayLockError', message: inUse }, code: 'X' })],
		[
			'in a JSON log with its stack',
			json({ err: { stack: `GatewayLockError: ${inUse}\n    at listen (a.js:1:2)` }, time: 1 }),
		],
		['in a JSON log that escapes slashes', json({ msg: inUse, pid: 7 }).replaceAll('/', '\\/')],
		['in a JSON log that escapes colours', json({ msg: `\u001b[31m${inUse}\u001b[39m`, pid: 7 })],
		['in a JSON log after a prefix', `gateway | ${json({ msg: inUse, pid: 7 })}`],
		['in cut JSON that escapes slashes', `{"msg":"${inUse.replaceAll('/', '\\/')}"`],
	])('%s', (_name, line) => {
		expect(findExactLine(['starting', line, '    at Server.listen (node:net:1)'], expected)).toBe(1);
	});
});

describe('not said exactly', () => {
	test.each([
		['full stop', `${inUse}.`, inUse.concat('.')],
		['cause appended', `Gateway failed to start: ${inUse} | listen EADDRINUSE`, `${inUse} | listen EADDRINUSE`],
		['another host', inUse.replace('127.0.0.1', 'localhost'), inUse.replace('127.0.0.1', 'localhost')],
		['another port', inUse.replace('20001', '18789'), inUse.replace('20001', '18789')],
		['a longer port', `${inUse}0`, `${inUse}0`],
		['a capital', `Error: A${inUse.slice(1)}`, `A${inUse.slice(1)}`],
		['a path', `${inUse}/`, `${inUse}/`],
		['a later word', `"${inUse}" (pid 5)`, `${inUse}" (pid 5)`],
		['appended inside a JSON value', json({ msg: `${inUse} (pid 5)` }), `${inUse} (pid 5)`],
		['a JSON record appended', `${inUse} ${json({ pid: 5 })}`, `${inUse} {"pid":5}`],
		['wrapped over two lines', inUse.slice(0, 40), inUse.slice(0, 40)],
		['another message', 'gateway already running (pid 7)', 'gateway already running (pid 7)'],
	])('%s', (_name, line, nearest) => {
		const lines = ['starting', line, 'bye'];
		expect(findExactLine(lines, expected)).toBeUndefined();
		expect(findNearestText(lines, expected)).toMatchObject({ line: 1, text: nearest });
	});

	test('nothing printed', () => {
		expect(findNearestText(['', '\u001b[0m'], expected)).toBeUndefined();
	});

	test('a megabyte without a newline is searched in bounded time', () => {
		const lines = ['another gateway '.repeat(65_536), '))))))))))))))))))))))))'.repeat(1000)];
		expect(findExactLine(lines, expected)).toBeUndefined();
		expect(findNearestText(lines, expected)?.line).toBe(0);
	});
});

describe('bind failed', () => {
	const failed = { text: bindFailed, thenCause: true };
	test.each([
		[`${bindFailed}Error: listen EACCES: permission denied`, 0],
		[`Gateway failed to start: ${bindFailed}EMFILE"}`, 0],
		[json({ msg: `${bindFailed}EACCES`, pid: 1 }), 0],
		[bindFailed, undefined],
		[`${bindFailed}")`, undefined],
		[bindFailed.replace(': ', ' - EACCES'), undefined],
		[`failed to bind gateway socket on ws://127.0.0.1:18789: EACCES`, undefined],
	])('%s', (line, index) => {
		expect(findExactLine([line], failed)).toBe(index);
	});
});
