import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'shell-quote';
import { expect, test } from 'vitest';
import { exitCodes } from '../harness/report/exit-code.ts';
import { repository, runGatelock, temporaryFolder } from './testing/gatelock.ts';
import { linkedCheckout } from './testing/linked-checkout.ts';
import { fencedBlocks } from './testing/markdown.ts';

const samples = fencedBlocks().filter(({ page, language }) => page === 'docs/reading-a-failure.md' && language === '');
const [staleLock = '', wrongMessage = '', noVerdict = ''] = samples.map(({ text }) => text);

test.each([
	['a lock file', staleLock],
	['a message', wrongMessage],
])('docs/reading-a-failure.md shows what its command prints: %s', async (_, sample) => {
	// The page's own command: what a reader copies works.
	const run = await runGatelock(wordsOf(sample), { cwd: linkedCheckout() });
	expect(run.exitCode).toBe(exitCodes.contractBroken);
	expect(withoutIncidentals(run.stdout)).toContain(withoutIncidentals(sample));
});

test('docs/reading-a-failure.md shows what a case without verdict looks like', async () => {
	expect(samples).toHaveLength(3);
	const cwd = temporaryFolder();
	mkdirSync(path.join(cwd, 'scenarios'));
	writeFileSync(
		path.join(cwd, 'scenarios/own.scenario.ts'),
		`import { scenario } from ${JSON.stringify(path.join(repository, 'harness/index.ts'))};
		scenario('Two instances, it says', { asserts: ['fails-fast'] }, async ({ arena }) => {
			await arena.start();
		});`,
	);
	// A machine without strace.
	const bin = path.join(cwd, 'bin');
	mkdirSync(bin);
	symlinkSync(process.execPath, path.join(bin, 'node'));
	symlinkSync('/bin/sh', path.join(bin, 'sh'));
	const needStrace = ['sigkill-as-it-calls-bind', 'bind-fails-with-eacces'];
	const env = { PATH: bin, GATELOCK_NAMESPACES: 'off' };
	const run = await runGatelock([...wordsOf(noVerdict), ...needStrace], { cwd, env });
	expect(run.exitCode).toBe(exitCodes.invalid);
	expect(withoutIncidentals(run.stdout)).toContain(withoutIncidentals(noVerdict));
});

/** What stands after `npx gatelock` in the sample's last field. */
function wordsOf(sample: string): string[] {
	const command = /^ {4}repeat {4}npx gatelock (.*)$/m.exec(sample)?.[1] ?? '';
	return parse(command).map(String);
}

/** Times, ports, pids, folders, line breaks, and the program (a test starts it by its path) differ from run to run. */
function withoutIncidentals(text: string): string {
	return text
		.replaceAll(/\S+\/\.gatelock\/[^/\s]+/g, '(run)')
		.replaceAll(/node \S+\/bin\/gatelock\.js|npx gatelock/g, '(gatelock)')
		.replaceAll(/\s+/g, ' ')
		.replaceAll(/, not counting [\d.]+ m?s of [\d.]+ m?s without a core/g, '')
		.replaceAll(/\d+(?:\.\d+)? m?s\b/g, '(time)')
		.replaceAll(/\d+/g, '#');
}
