import { execa } from 'execa';
import { expect, test } from 'vitest';
import { isAlive, readStat } from '../observe/proc.ts';
import { adoptingWords, reaperWords } from './reaper.ts';

const adopt = await adoptingWords();
const invalid = { code: 3, say: "somebody's left" };

test.skipIf(adopt === null)(
	'whoever sheds all that it inherits still ends with the run, and that is told',
	async () => {
		const shed = 'ulimit -w 7; (env -i setsid sh -c "echo \\$\\$; exec sleep 600" 2>/dev/null &)';
		const run = await below(`${shed}; sleep 0.2`);
		expect(run).toMatchObject({ exitCode: 3, stderr: invalid.say });
		const pid = Number(run.stdout);
		expect(pid).toBeGreaterThan(1);
		expect(isAlive(pid, readStat(pid)?.startTicks ?? 0)).toBe(false);
	},
);

test.skipIf(adopt === null)(
	'an exit code is passed on, and an orphan that ends by itself is none of anybody’s business',
	async () => {
		expect(await below('(setsid sleep 0.1 > /dev/null &) ; exit 7')).toMatchObject({ exitCode: 7, stderr: '' });
		expect(await below('true')).toMatchObject({ exitCode: 0, stderr: '' });
	},
);

test.skipIf(adopt === null)('a guard has time to tidy up', async () => {
	expect(await below('(sh -c "sleep 1; echo tidy" own-guard &)')).toMatchObject({ exitCode: 0, stdout: 'tidy' });
});

async function below(script: string) {
	const [file = '', ...args] = [...reaperWords(adopt ?? [], 'own-guard', invalid), 'sh', '-c', script];
	return await execa(file, args, { reject: false, stdin: 'ignore', timeout: 120_000 });
}
