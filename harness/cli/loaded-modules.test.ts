import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { execa } from 'execa';
import { expect, test, vi } from 'vitest';
import { kitFolder } from '../own-extension.ts';
import { tempFolder } from '../testing/temp-folder.ts';

vi.setConfig({ testTimeout: 60_000 });

const program = path.join(kitFolder, 'bin', 'gatelock.js');
const run = pathToFileURL(path.join(kitFolder, 'harness', 'cli', 'run.ts')).href;

/** Writes the URL of each module that Node loads into a file. */
const logLoads = `
	import { appendFileSync } from 'node:fs';
	import { registerHooks } from 'node:module';
	registerHooks({
		load(url, context, next) {
			appendFileSync(process.env.LOADED_MODULES, url + '\\n');
			return next(url, context);
		},
	});
`;
/** What only a run inside its isolation, an exploration, a storm, a comparison or a page needs. */
const heavy =
	/\/node_modules\/(?:zod|vite|vitest|@vitest|fast-check|ws)\/|\/harness\/(?:explore|storm|scenario|matrix|workers|page)\/|\/harness\/releases\/(?!errors|messages|runs-variable)/;

test('the version needs nothing but the program file', async () => {
	expect(await modulesOf([program, '--version'])).toEqual(['bin/gatelock.js']);
});

test.each([
	['the help', [program, '--help'], 'harness/cli/main.ts'],
	['the help of a command', [program, 'storm', '--help'], 'harness/cli/main.ts'],
	['an unknown command', [program, 'judgement'], 'harness/cli/main.ts'],
	['an unknown option', [program, 'explore', 'crashes', '--nonsense'], 'harness/cli/main.ts'],
	['an invalid value', [program, 'run', '--seed', 'x'], 'harness/cli/run-options.ts'],
	['an unknown contract', [program, 'run', '--contract', 'x'], 'harness/cli/run-options.ts'],
	['the doctor', [program, 'doctor'], 'harness/cli/doctor.ts'],
	['the outside of a run', ['--eval', `import(${JSON.stringify(run)})`], 'harness/cli/enter-isolation.ts'],
])('%s loads no explorer, no Vitest and no zod', async (_what, args, needed) => {
	const modules = await modulesOf(args);
	expect(modules).toContain(needed);
	expect(modules.filter((file) => heavy.test(`/${file}`))).toEqual([]);
});

/** The files that Node loads for these arguments, relative to the kit. */
async function modulesOf(args: readonly string[]): Promise<string[]> {
	const cwd = tempFolder();
	const log = path.join(cwd, 'loaded');
	const hook = `data:text/javascript,${encodeURIComponent(logLoads)}`;
	await execa(process.execPath, ['--import', hook, ...args], {
		cwd,
		env: { LOADED_MODULES: log },
		reject: false,
		stdin: 'ignore',
	});
	const kit = pathToFileURL(`${kitFolder}${path.sep}`).href;
	const urls = readFileSync(log, 'utf8').split('\n');
	return urls.filter((url) => url.startsWith(kit)).map((url) => decodeURIComponent(url.slice(kit.length)));
}
