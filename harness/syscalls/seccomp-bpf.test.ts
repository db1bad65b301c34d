import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { needsStrace } from '../testing/needs-strace.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { parseTrace } from './parse.ts';
import { straceWords } from './plan.ts';

await needsStrace();

const program = `require('node:net').createServer().listen({ path: process.argv[1] }, () => process.exit(0));`;

test('our words do without --seccomp-bpf, and the injected signal arrives', async () => {
	const { words, signal, saysKilled } = await killedAtBind([]);
	expect(words).not.toContain('--seccomp-bpf');
	expect({ signal, saysKilled }).toEqual({ signal: 'SIGKILL', saysKilled: true });
});

test('with --seccomp-bpf the signal may not arrive: then the trace does not say so, and no proof is made', async () => {
	const { signal, saysKilled } = await killedAtBind(['--seccomp-bpf']);
	expect(saysKilled).toBe(signal === 'SIGKILL');
});

test('an errno is injected with --seccomp-bpf', async () => {
	const folder = tempFolder();
	const file = path.join(folder, 'trace');
	const injection = { syscall: 'bind', nth: 1, effect: { errno: 'EACCES' } };
	const words = straceWords({ file, calls: ['bind'], injection });
	expect(words).toContain('--seccomp-bpf');
	const [strace = '', ...args] = [...words, process.execPath, '-e', program, path.join(folder, 'socket')];
	const [exitCode] = await once(spawn(strace, args, { stdio: 'ignore' }), 'exit');
	expect(exitCode).toBe(1);
	await vi.waitFor(() => expect(readFileSync(file, 'utf8')).toContain('EACCES (Permission denied) (INJECTED)'), {
		timeout: 120_000,
	});
});

async function killedAtBind(more: readonly string[]) {
	const folder = tempFolder();
	const file = path.join(folder, 'trace');
	const injection = { syscall: 'bind', nth: 1, effect: { signal: 'KILL' } };
	const words = straceWords({ file, calls: ['bind'], injection });
	words.splice(1, 0, ...more);
	const [strace = '', ...args] = [...words, process.execPath, '-e', program, path.join(folder, 'socket')];
	const [, signal] = await once(spawn(strace, args, { stdio: 'ignore' }), 'exit');
	const entries = () => (existsSync(file) ? parseTrace(readFileSync(file, 'utf8')) : []);
	const saysKilled = () => entries().some((entry) => entry.kind === 'end' && entry.how === 'killed by SIGKILL');
	// The tracer writes its last lines after its tracee's end.
	await vi.waitFor(() => expect([entries().length > 0, saysKilled()]).toEqual([true, signal === 'SIGKILL']), {
		timeout: 120_000,
	});
	return { words, signal, saysKilled: saysKilled() };
}
