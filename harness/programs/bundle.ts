/**
 * Compiles the programs that the kit starts in arenas into CommonJS: `node bundle.ts <folder>`. A compiled program starts
 * in the time of Node itself. Its sources need twice to five times as long, since Node strips the types of each start
 * anew and reads one file per module.
 */
import { chmodSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { programNames } from './program-names.ts';

const [target = ''] = process.argv.slice(2);
const root = fileURLToPath(new URL('../../', import.meta.url));
const license = readFileSync(path.join(root, 'node_modules/ws/LICENSE'), 'utf8').trim();
/** Only the client of `ws` needs them, and loading them takes as long as the rest of a start. */
const clientOnly = new Set(['https', 'tls']);
const nothing = '\0nothing';
const isPartOfWs = (file: string) => file.includes('/node_modules/ws/');

const bundle = await rolldown({
	input: Object.fromEntries(programNames.map((name) => [name, path.join(root, 'fixtures', `${name}.ts`)])),
	platform: 'node',
	logLevel: 'warn',
	plugins: [
		{
			name: 'without-client',
			resolveId: (id) => (clientOnly.has(id) ? nothing : null),
			load: (id) => (id === nothing ? 'export {}' : null),
		},
	],
});
const temporary = mkdtempSync(`${target}.`);
try {
	await bundle.write({
		dir: temporary,
		format: 'cjs',
		entryFileNames: '[name].cjs',
		chunkFileNames: '[name].cjs',
		keepNames: true,
		// The package is downloaded by every CI job.
		minify: true,
		banner: ({ moduleIds }) => (moduleIds.some(isPartOfWs) ? `/*!\nParts of the package ws:\n\n${license}\n*/` : ''),
	});
	// Gateways may run as another user.
	chmodSync(temporary, 0o755);
	renameSync(temporary, target);
} finally {
	rmSync(temporary, { recursive: true, force: true });
}
