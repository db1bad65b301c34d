import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseTrace, type TraceEntry } from './parse.ts';

const address = '{sa_family=AF_INET, sin_port=htons(20040), sin_addr=inet_addr("127.0.0.1")}, 16';

test.each<[string, string, Partial<TraceEntry>]>([
	['that succeeded', `bind(18, ${address}) = 0`, { result: '0', injected: false }],
	[
		'that failed',
		`bind(18, ${address}) = -1 EADDRINUSE (Address already in use)`,
		{ result: '-1 EADDRINUSE (Address already in use)', injected: false },
	],
	[
		'that was made to fail',
		`bind(18, ${address}) = -1 EACCES (Permission denied) (INJECTED)`,
		{ result: '-1 EACCES (Permission denied)', injected: true },
	],
	['that was delayed', `bind(18, ${address}) = 0 (DELAYED)`, { result: '0', injected: false }],
	['whose process died in it', `bind(18, ${address}) = ?`, { result: '?', injected: false }],
	['with wide padding', `bind(18, ${address})                 = 0`, { result: '0', injected: false }],
])('a call %s', (_, text, expected) => {
	const line = `4242 1700000000.123456 ${text}`;
	expect(parseTrace(`${line}\n`)).toEqual([
		{ kind: 'call', pid: 4242, atS: 1_700_000_000.123_456, name: 'bind', args: `18, ${address}`, line, ...expected },
	]);
});

test('a call that another thread interrupted is joined again, with the time and line of its end', () => {
	const trace = [
		`10 1.000001 bind(18, ${address} <unfinished ...>`,
		'11 1.000002 bind(3, {sa_family=AF_NETLINK}, 12 <unfinished ...>',
		'10 1.000003 <... bind resumed>)              = 0',
		'11 1.000004 <... bind resumed>) = -1 EPERM (Operation not permitted) (INJECTED)',
	];
	expect(parseTrace(trace.join('\n'))).toEqual([
		call(10, 1.000003, `18, ${address}`, '0', false, trace[2]),
		call(11, 1.000004, '3, {sa_family=AF_NETLINK}, 12', '-1 EPERM (Operation not permitted)', true, trace[3]),
	]);
});

test('a call that never returned stands at the end, without a result', () => {
	const trace = `10 1.000001 bind(18, ${address} <unfinished ...>\n10 1.000002 +++ killed by SIGKILL +++\n`;
	expect(parseTrace(trace)).toEqual([
		{
			kind: 'end',
			pid: 10,
			atS: 1.000002,
			how: 'killed by SIGKILL',
			line: '10 1.000002 +++ killed by SIGKILL +++',
		},
		call(10, Number.POSITIVE_INFINITY, `18, ${address}`, null, false, `bind(18, ${address}`),
	]);
});

test('signals, stops and ends', () => {
	const lines = [
		'10 1.000001 --- SIGSTOP {si_signo=SIGSTOP, si_code=SI_USER, si_pid=10, si_uid=0} ---',
		'10 1.000002 --- stopped by SIGSTOP ---',
		'10 1.000003 +++ exited with 1 +++',
		'11 1.000004 +++ killed by SIGSEGV (core dumped) +++',
	];
	expect(parseTrace(lines.join('\n'))).toEqual([
		{ kind: 'signal', pid: 10, atS: 1.000001, signal: 'SIGSTOP', line: lines[0] },
		{ kind: 'signal', pid: 10, atS: 1.000002, signal: 'stopped by SIGSTOP', line: lines[1] },
		{ kind: 'end', pid: 10, atS: 1.000003, how: 'exited with 1', line: lines[2] },
		{ kind: 'end', pid: 11, atS: 1.000004, how: 'killed by SIGSEGV (core dumped)', line: lines[3] },
	]);
});

test.each([
	'',
	'garbage',
	'4242 bind(18) = 0',
	'strace: Process 4243 attached',
	'10 1.000001 <... bind resumed>) = 0',
	'10 1.000001 ???',
])('%j is no entry', (line) => {
	expect(parseTrace(line)).toEqual([]);
});

test('a torn last line is a call without a result', () => {
	expect(parseTrace('10 1.000001 bind(18, {sa_fam')).toEqual([
		call(10, 1.000001, '18, {sa_fam', null, false, '10 1.000001 bind(18, {sa_fam'),
	]);
});

test('nothing that a traced program does makes the parser fail, and no entry comes from nowhere', () => {
	const piece = fc.constantFrom('10 1.000001 ', 'bind(', ') = 0', ' = ?', ' <unfinished ...>', '\n', '--- SIG', '+++ ');
	fc.assert(
		fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 6 })), { maxLength: 30 }), (pieces) => {
			const text = pieces.join('');
			expect(parseTrace(text).length).toBeLessThanOrEqual(text.split('\n').length);
		}),
	);
});

function call(
	pid: number,
	atS: number,
	args: string,
	result: string | null,
	injected: boolean,
	line: string | undefined,
): TraceEntry {
	return { kind: 'call', pid, atS, name: 'bind', args, result, injected, line: line ?? '' };
}
