import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { configNames, findConfig } from '../config/load-config.ts';
import { FileExistsError, FileNotWritableError } from './errors.ts';
import { hasKit } from './has-kit.ts';
import { initMessages as say } from './messages.ts';
import { configText, ignoredFolder, scenarioText, vitestConfigText, workflowText } from './templates.ts';
import { writeNewFile } from './write-file.ts';

export interface InitOptions {
	readonly gateway: string | null;
	readonly build: string | null;
	/** Overwrite without asking. */
	readonly force: boolean;
}

/** Its id is what is typed to run it. */
const first = { id: 'first', title: 'First: a gateway is killed while clients are connected' };

/**
 * `gatelock init`: a config file, a scenario and a CI workflow for the project in `folder`.
 *
 * @returns What was done, for the terminal.
 * @throws FileExistsError when a file is there already and nobody says that it may be overwritten; then nothing is
 * written. FileNotWritableError
 */
export async function init(folder: string, options: InitOptions): Promise<string> {
	const known = findConfig(folder);
	const files = new Map([
		[known === null ? (configNames[0] ?? '') : path.basename(known), configText(options)],
		[`scenarios/${first.id}.scenario.ts`, scenarioText(first.title, first.id)],
		['.github/workflows/gatelock.yml', workflowText],
	]);
	const present = [...files.keys()].filter((name) => existsSync(path.join(folder, name)));
	const overwrite = options.force || (present.length > 0 && (await mayOverwrite(present)));
	if (present.length > 0 && !overwrite) throw new FileExistsError(present, say.forceToOverwrite);
	const done: string[] = [];
	for (const [name, text] of files) {
		writeNewFile(path.join(folder, name), text, overwrite, say.forceToOverwrite);
		done.push(say.wrote(name));
	}
	done.push(vitestConfig(folder), ...ignoreRecords(folder));
	const isGatewayNamed = options.gateway !== null || options.build !== null;
	return `${done.join('\n')}\n${say.nextSteps(first.id, { isGatewayNamed, isKitThere: hasKit(folder) })}`;
}

/** Only somebody at a terminal can be asked. */
async function mayOverwrite(files: readonly string[]): Promise<boolean> {
	if (process.stdin.isTTY !== true || process.stdout.isTTY !== true) return false;
	const terminal = createInterface({ input: process.stdin, output: process.stdout });
	try {
		return /^y(?:es)?$/i.test((await terminal.question(say.mayOverwrite(files))).trim());
	} finally {
		terminal.close();
	}
}

/** One that is there belongs to the project: it is never overwritten. */
function vitestConfig(folder: string): string {
	const names = ['vitest', 'vite'].flatMap((tool) => ['ts', 'mts', 'js', 'mjs'].map((end) => `${tool}.config.${end}`));
	const own = names.find((name) => existsSync(path.join(folder, name)));
	// Its name says that it is a module, whatever package.json says.
	const name = 'vitest.config.mts';
	if (own === undefined) {
		writeNewFile(path.join(folder, name), vitestConfigText, false, say.forceToOverwrite);
		return say.wrote(name);
	}
	const isOurs = readFileSync(path.join(folder, own), 'utf8').includes('.scenario.');
	return say.kept(own, isOurs ? 'it knows scenario files' : say.vitestConfigIsYours);
}

function ignoreRecords(folder: string): string[] {
	const file = path.join(folder, '.gitignore');
	const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
	if (text.split(/\r?\n/).some((line) => /^\/?\.gatelock\/?$/.test(line.trim()))) return [];
	try {
		appendFileSync(file, `${text === '' || text.endsWith('\n') ? '' : '\n'}${ignoredFolder}\n`);
	} catch (error) {
		throw new FileNotWritableError(file, error);
	}
	return [say.added('.gitignore', ignoredFolder)];
}
