import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { BuildUnobtainableError } from './build-unobtainable-error.ts';
import { progress } from './messages.ts';
import { usefulLines } from './npm-client.ts';
import type { ObtainContext } from './obtain-context.ts';
import type { ObtainedNode } from './obtain-node.ts';
import { entryOf, readManifest } from './package-entry.ts';
import type { Recipe } from './recipe.ts';

const prepareMs = 120_000;

/**
 * Lets a package that has set-up work left do it while its folder can be written, in an empty home and with nothing of
 * the user's environment.
 *
 * @throws BuildUnobtainableError (`prepare-failed`)
 */
export async function prepare(
	recipe: Recipe,
	packageFolder: string,
	node: ObtainedNode,
	context: ObtainContext,
): Promise<void> {
	if (recipe.prepare === null || !existsSync(path.join(packageFolder, recipe.prepare.whenExists))) return;
	const entry = entryOf((await readManifest(packageFolder)) ?? {}, recipe.entry);
	if (entry === null) return;
	context.onProgress(progress.preparing(recipe.name));
	const home = await mkdtemp(path.join(tmpdir(), 'gatelock-prepare-'));
	try {
		const result = await execa(node.program, [path.join(packageFolder, entry), ...recipe.prepare.arguments], {
			cwd: home,
			env: { PATH: `${path.dirname(node.program)}:/usr/bin:/bin`, HOME: home, TMPDIR: home },
			extendEnv: false,
			stdin: 'ignore',
			reject: false,
			timeout: prepareMs,
			...(context.signal === undefined ? {} : { cancelSignal: context.signal }),
		});
		if (result.isCanceled) throw new BuildUnobtainableError(context.spec, 'cancelled');
		const left = existsSync(path.join(packageFolder, recipe.prepare.whenExists));
		if (!result.failed && !left) return;
		const lines = usefulLines(`${result.stdout}\n${result.stderr}`);
		const how = result.failed ? result.shortMessage : `${recipe.prepare.whenExists} is still there`;
		throw new BuildUnobtainableError(context.spec, 'prepare-failed', how, lines);
	} finally {
		await rm(home, { recursive: true, force: true });
	}
}
