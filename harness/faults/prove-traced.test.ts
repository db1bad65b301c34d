import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { arenaForTests } from '../testing/arena-for-tests.ts';
import { proveFromTrace } from './prove-traced.ts';
import { bindFailure, killAfterBind, killAtSyscall, killBeforeBind, type TracedFault } from './traced-fault.ts';

const killed = '+++ killed by SIGKILL +++';
const stopped = '--- SIGSTOP {si_signo=SIGSTOP, si_code=SI_USER, si_pid=10, si_uid=0} ---';
const injected = '-1 EACCES (Permission denied) (INJECTED)';
const secondListen = killAtSyscall('listen', { nth: 2, on: 'entry' });

type Verdict = 'proved' | 'unproven';
/** Lines as `<pid> <rest>`; `bind` and `elsewhere` stand for a bind of the gateway's own port and of another one. */
const traces: readonly (readonly [string, TracedFault, Verdict, ...string[]])[] = [
	['killed at the entry', killBeforeBind, 'proved', '10 bind = ?', `10 ${killed}`],
	[
		'killed at the entry, as another thread is',
		killBeforeBind,
		'proved',
		'10 bind <unfinished ...>) = ?',
		`11 ${killed}`,
		`10 ${killed}`,
	],
	[
		'the signal did not fire, as with --seccomp-bpf',
		killBeforeBind,
		'unproven',
		'10 bind = 0',
		'10 +++ exited with 0 +++',
	],
	['the call ran, the death came later', killBeforeBind, 'unproven', '10 bind = 0', `10 ${killed}`],
	[
		'the call did not return, the process ended otherwise',
		killBeforeBind,
		'unproven',
		'10 bind = ?',
		'10 +++ exited with 0 +++',
	],
	['another signal killed it', killBeforeBind, 'unproven', '10 bind = ?', '10 +++ killed by SIGTERM +++'],
	['another thread was killed', killBeforeBind, 'unproven', '10 bind = ?', `11 ${killed}`],
	['killed at the bind of another port', killBeforeBind, 'unproven', '10 elsewhere = ?', `10 ${killed}`],
	['no bind at all', killBeforeBind, 'unproven', `10 ${killed}`],
	['an empty trace', killBeforeBind, 'unproven'],
	['the errno was injected', bindFailure('EACCES'), 'proved', `10 bind = ${injected}`],
	['after a bind of another port', bindFailure('EACCES'), 'proved', '10 elsewhere = 0', `10 bind = ${injected}`],
	['the kernel itself said so', bindFailure('EACCES'), 'unproven', '10 bind = -1 EACCES (Permission denied)'],
	['another errno was injected', bindFailure('EMFILE'), 'unproven', `10 bind = ${injected}`],
	['injected at the bind of another port', bindFailure('EACCES'), 'unproven', `10 elsewhere = ${injected}`],
	['stopped after the call', killAfterBind, 'proved', '10 bind = 0', `10 ${stopped}`, `10 ${killed}`],
	['another thread speaks in between', killAfterBind, 'proved', '10 bind = 0', '11 listen(3, 5) = 0', `10 ${stopped}`],
	['not stopped', killAfterBind, 'unproven', '10 bind = 0', '10 listen(18, 511) = 0', `10 ${killed}`],
	['stopped before the call returned', killAfterBind, 'unproven', '10 bind = ?', `10 ${stopped}`, `10 ${killed}`],
	['another thread was stopped', killAfterBind, 'unproven', '10 bind = 0', `11 ${stopped}`],
	[
		'the second call of its thread',
		secondListen,
		'proved',
		'10 listen(3, 5) = 0',
		'10 listen(4, 5) = ?',
		`10 ${killed}`,
	],
	['the first call of its thread', secondListen, 'unproven', '10 listen(3, 5) = ?', `10 ${killed}`],
	[
		'the second call, but of two threads',
		secondListen,
		'unproven',
		'10 listen(3, 5) = 0',
		'11 listen(4, 5) = ?',
		`11 ${killed}`,
	],
];

test('only a trace in which everything stands proves a fault', async () => {
	const arena = await arenaForTests({ words: ['sh', '-c', 'exec sleep 600', '{port}'] });
	const gateway = await arena.launch();
	await Promise.all(
		traces.map(async ([id, fault, , ...lines], i) => {
			const traceFile = path.join(arena.folder, `trace-${i}`);
			writeFileSync(traceFile, traceOf(lines, arena.port));
			await proveFromTrace(gateway, { id, fault, traceFile });
		}),
	);
	await proveFromTrace(gateway, { id: 'no trace', fault: killBeforeBind, traceFile: '/nonexistent/trace' });
	const told = new Map(
		arena.recorder.events.flatMap((event) =>
			event.type === 'fault-proved' || event.type === 'fault-unproven' ? [[event.fault, event.type]] : [],
		),
	);
	expect(Object.fromEntries(told)).toEqual({
		...Object.fromEntries(traces.map(([id, , verdict]) => [id, `fault-${verdict}`])),
		'no trace': 'fault-unproven',
	});
});

function traceOf(lines: readonly string[], port: number): string {
	const bindOf = (of: number) =>
		`bind(18, {sa_family=AF_INET, sin_port=htons(${of}), sin_addr=inet_addr("127.0.0.1")}, 16`;
	return lines
		.map((line, i) => {
			const shown = line
				.replace(/ bind (?=<)/, ` ${bindOf(port)} `)
				.replace(' bind ', ` ${bindOf(port)}) `)
				.replace(' elsewhere ', ` ${bindOf(port + 1)}) `);
			return `${shown.replace(' ', ` ${(1_700_000_000 + i).toFixed(6)} `)}\n`;
		})
		.join('');
}
