import { expect, test } from 'vitest';
import { CallJoiner, readTraceLine } from './trace-lines.ts';

/** As recorded: a thread's call is interrupted by another thread's line, then the whole group stops. */
const recorded = [
	'620   1795392687.226108 openat(AT_FDCWD</>, "/x", O_CREAT <unfinished ...>',
	'631   1795392687.226200 futex(0x7f, FUTEX_WAKE_PRIVATE, 1) = 1',
	'620   1795392687.226300 <... openat resumed>, 0666) = 21</x>',
	'620   1795392687.226808 --- SIGSTOP {si_signo=SIGSTOP, si_code=SI_KERNEL} ---',
	'620   1795392687.227084 --- stopped by SIGSTOP ---',
	'631   1795392687.227177 --- stopped by SIGSTOP ---',
	'620   1795392687.327177 +++ killed by SIGKILL +++',
	'strace: Process 620 attached',
];

test('kinds of lines, and calls joined again', () => {
	const joiner = new CallJoiner();
	const told = recorded.map((text) => {
		const line = readTraceLine(text);
		return line === null ? null : [line.tid, line.kind, joiner.whole(line)?.slice(24) ?? null];
	});
	expect(told).toEqual([
		[620, 'unfinished', null],
		[631, 'call', 'futex(0x7f, FUTEX_WAKE_PRIVATE, 1) = 1'],
		[620, 'call', 'openat(AT_FDCWD</>, "/x", O_CREAT, 0666) = 21</x>'],
		[620, 'signal', null],
		[620, 'stopped', null],
		[631, 'stopped', null],
		[620, 'end', null],
		null,
	]);
});
