import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { kitFolder, ownExtension } from '../own-extension.ts';
import type { ProgramName } from './program-names.ts';

const bundler = fileURLToPath(new URL('bundle.ts', import.meta.url));
const bundlerTimeoutMs = 60_000;
let compiledFolder: string | undefined;

/**
 * The file that runs a program of the kit: the compiled one, or its source where there is none. A published package
 * holds compiled programs. A checkout compiles them when they are first asked for, and again when a source changes.
 */
export function programFile(name: ProgramName): string {
	compiledFolder ??= ownExtension === '.js' ? path.join(kitFolder, 'programs') : compiledInCheckout();
	const compiled = path.join(compiledFolder, `${name}.cjs`);
	return existsSync(compiled) ? compiled : path.join(kitFolder, 'fixtures', `${name}${ownExtension}`);
}

function compiledInCheckout(): string {
	const cache = path.join(kitFolder, 'node_modules', '.cache', 'gatelock', 'programs');
	const folder = path.join(cache, fingerprint());
	if (existsSync(folder)) return folder;
	try {
		mkdirSync(cache, { recursive: true });
		accessSync(cache, constants.W_OK);
		execFileSync(process.execPath, [bundler, folder], { stdio: 'ignore', timeout: bundlerTimeoutMs });
	} catch {
		// A read-only checkout, or one without development dependencies: the sources run, only slower.
	}
	return folder;
}

/** Changes with the programs, with their compiler, and with the packages that both use. */
function fingerprint(): string {
	const hash = createHash('sha256').update(readFileSync(path.join(kitFolder, 'package.json')));
	for (const folder of ['fixtures/reference-gateway', 'fixtures/occupants', 'harness/programs']) {
		for (const file of readdirSync(path.join(kitFolder, folder)).sort()) {
			hash.update(file).update(readFileSync(path.join(kitFolder, folder, file)));
		}
	}
	return hash.digest('hex').slice(0, 16);
}
