import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { temporaryFolder } from './gatelock.ts';
import { smallGateway } from './small-gateway.ts';

/** A commit of a small gateway: what its program is, or that it does not build. */
export type Step = 'right' | 'exits-with-zero' | 'does-not-build';

/** A checkout with one commit for each step, tagged `s0`, `s1`, …; removed after the test. */
export async function gitHistory(steps: readonly Step[]): Promise<string> {
	const folder = temporaryFolder();
	const git = async (...words: string[]) => await execa('git', ['-C', folder, ...words]);
	await git('init', '--quiet');
	await git('config', 'user.email', 'somebody@example.org');
	await git('config', 'user.name', 'Somebody');
	for (const [index, step] of steps.entries()) {
		writeFileSync(
			path.join(folder, 'build.sh'),
			step === 'does-not-build' ? 'echo no compiler; exit 3\n' : 'cp source.mjs built.mjs\n',
		);
		if (step !== 'does-not-build') {
			const source = smallGateway({ exitCodeOfLoser: step === 'right' ? 1 : 0 });
			writeFileSync(path.join(folder, 'source.mjs'), `${source}// ${index}\n`);
		}
		await git('add', '.');
		await git('commit', '--quiet', '-m', `Step ${index}: ${step}`);
		await git('tag', `s${index}`);
	}
	return folder;
}
