import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../testing/temp-folder.ts';
import { findProgram } from './find-program.ts';

test('a program is a file that may be run, by its path or from PATH', () => {
	const folder = tempFolder();
	const program = path.join(folder, 'program');
	writeFileSync(program, '#!/bin/sh\n');
	chmodSync(program, 0o755);
	mkdirSync(path.join(folder, 'folder'));
	expect(findProgram(program)).toBe(program);
	expect(findProgram('program', `/nowhere:${folder}`)).toBe(program);
	expect(findProgram('program', '/nowhere')).toBeNull();
	expect(findProgram('folder', folder)).toBeNull();
	expect(findProgram(path.join(folder, 'missing'))).toBeNull();
	chmodSync(program, 0o644);
	expect(findProgram(program)).toBeNull();
});
