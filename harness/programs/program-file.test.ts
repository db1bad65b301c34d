import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { expect, test } from 'vitest';
import { programFile } from './program-file.ts';
import { programNames } from './program-names.ts';

test('a checkout compiles every program', () => {
	expect(programNames.map((name) => path.extname(programFile(name)))).toEqual(programNames.map(() => '.cjs'));
});

test('a compiled program needs no package, and no module that only a client needs', () => {
	const folder = path.dirname(path.dirname(programFile('reference-gateway/main')));
	const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.cjs'));
	const text = files.map((file) => readFileSync(path.join(folder, file), 'utf8')).join('\n');
	const needed = new Set([...text.matchAll(/\brequire\(["`](?:node:)?([^"`.]+)["`]\)/g)].map(([, name]) => name));
	expect(needed).toContain('http');
	// On a Node without its own UTF-8 check or masking, ws would try these.
	for (const optional of ['bufferutil', 'utf-8-validate']) needed.delete(optional);
	expect([...needed].filter((name) => name === undefined || !builtinModules.includes(name))).toEqual([]);
	expect([...needed].filter((name) => name === 'https' || name === 'tls')).toEqual([]);
});
