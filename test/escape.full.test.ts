import path from 'node:path';
import { expect, test } from 'vitest';
import { clauseTable, repository, runGatelock } from './testing/gatelock.ts';
import { missingInterpreter } from './testing/missing-interpreter.ts';
import { namespacesMissing } from './testing/namespaces-missing.ts';

test.for([
	['semaphore-left.py', 'no-stale-lock'],
	['posix-queue-left.py', 'no-stale-lock'],
	['bind-all-interfaces-beside-a-network-card.mjs', 'exclusive-listener'],
])('in namespaces %s is found', async ([file = '', clause], { skip }) => {
	const reason = await namespacesMissing();
	skip(reason !== null, `namespaces: ${reason}`);
	const [interpreter, program] = file.endsWith('.py') ? ['python3', file] : [process.execPath, file];
	const missing = missingInterpreter(interpreter);
	skip(missing !== null, missing ?? '');
	const gateway = `'${interpreter}' '${path.join(repository, 'fixtures', 'broken-gateways', program)}'`;
	const run = await runGatelock(['run', 'sigkill-when-ready', '--gateway', gateway]);
	expect(run.exitCode).toBe(1);
	expect(clauseTable(run.stdout)).toMatch(new RegExp(`✗ ${clause} +broken`));
});
