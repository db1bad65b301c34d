import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { neededNode, nodeProblem } from './node-version.ts';
import { kitFolder } from './own-extension.ts';

test.each(['20.20.2', '22.9.9', '22.17.99', '0.12.18'])('Node %s is too old', (version) => {
	expect(nodeProblem(version, '/usr/bin/node')).toBe(
		`Gatelock needs Node 22.18.0 or newer; this is Node ${version} (/usr/bin/node). Next step: npm install --save-dev node@24, which npx and npm scripts then use; or install a newer Node.`,
	);
});

test.each(['22.18.0', '22.18.1', '22.19.0', '24.0.0', '100.0.0'])('Node %s will do', (version) => {
	expect(nodeProblem(version, '/usr/bin/node')).toBe(null);
});

test('it is the Node that package.json asks for', () => {
	const manifest = z.object({ engines: z.object({ node: z.string() }) });
	const text = readFileSync(path.join(kitFolder, 'package.json'), 'utf8');
	expect(manifest.parse(JSON.parse(text)).engines.node).toBe(`>=${neededNode}`);
});

test('Vitest on an old Node is told so', async ({ skip }) => {
	const old = '/usr/bin/node';
	const version = existsSync(old) ? (await execa(old, ['-p', 'process.versions.node'])).stdout : '';
	skip(version === '' || nodeProblem(version, old) === null, 'no old Node here');
	const vitest = path.join(kitFolder, 'node_modules/vitest/vitest.mjs');
	const run = await execa(old, [vitest, 'run', 'harness/config/duration.test.ts'], {
		cwd: kitFolder,
		reject: false,
		stdin: 'ignore',
		all: true,
	});
	expect(run).toMatchObject({ exitCode: 1, all: expect.stringContaining(nodeProblem(version, old) ?? '') });
});

test('no source of a checkout needs syntax that the oldest Node does not know', () => {
	const folders = ['harness', 'scenarios', 'fixtures/occupants', 'fixtures/reference-gateway'];
	const files = folders.flatMap((folder) =>
		readdirSync(path.join(kitFolder, folder), { recursive: true, encoding: 'utf8' })
			.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
			.map((name) => path.join(kitFolder, folder, name)),
	);
	expect(files.length).toBeGreaterThan(400);
	// Node 22 removes types and leaves the rest as it is; `using` is known from Node 24 on.
	expect(files.filter((file) => /^\s*(?:await )?using \w+ =/m.test(readFileSync(file, 'utf8')))).toEqual([]);
});
