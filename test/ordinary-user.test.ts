import { chownSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { fixtureCommand, program, temporaryFolder } from './testing/gatelock.ts';

/** Nobody, by convention; the test itself may run as root, who may enter every folder. */
const nobody = 65_534;
const asNobody = ['setpriv', '--reuid', `${nobody}`, '--regid', `${nobody}`, '--clear-groups', '--'];

test('without namespaces, a lock in a folder that its own user may not enter is found, and the folder is removed', async ({
	skip,
}) => {
	const [cwd, tmp] = [ownFolder(), ownFolder()];
	const gateway = fixtureCommand('hostile-gateways/lock-in-closed-folder.mjs');
	const allowed = await asOrdinaryUser(['--version'], { cwd, tmp });
	skip(allowed.exitCode !== 0, `an ordinary user cannot run it here: ${allowed.stderr}`);
	const run = await asOrdinaryUser(['run', 'sigkill-when-ready', '--gateway', gateway], { cwd, tmp });
	expect(run.stdout).toMatch(/closed\/inner\/note was left behind: it\s+holds\s+nothing\s+but the pid/);
	expect(run.stderr).not.toMatch(/EACCES|at .*:\d+:\d+/);
	expect(run.exitCode).toBe(1);
	expect(readdirSync(tmp)).toEqual([]);
});

async function asOrdinaryUser(words: readonly string[], { cwd, tmp }: { readonly cwd: string; readonly tmp: string }) {
	const [file = '', ...args] = [...(process.getuid?.() === 0 ? asNobody : []), process.execPath, program, ...words];
	return await execa(file, args, {
		cwd: path.resolve(cwd),
		env: { GATELOCK_NAMESPACES: 'off', TMPDIR: tmp, HOME: tmp },
		reject: false,
		stdin: 'ignore',
		timeout: 540_000,
	});
}

function ownFolder(): string {
	const folder = temporaryFolder();
	if (process.getuid?.() === 0) chownSync(folder, nobody, nobody);
	return folder;
}
