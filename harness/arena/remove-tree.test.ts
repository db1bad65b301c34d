import { chmodSync, existsSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../testing/temp-folder.ts';
import { removeTree } from './remove-tree.ts';

/** Folders one in the other; two of these together are longer than a path may be (4,096 bytes, limits.h). */
const deep = Array.from({ length: 300 }, () => 'folder-00').join('/');

test('closed and bottomless folders are removed, and what a link points to stays', () => {
	const parent = tempFolder();
	const folder = path.join(parent, 'arena');
	mkdirSync(path.join(folder, 'closed', 'inner'), { recursive: true });
	chmodSync(path.join(folder, 'closed'), 0);
	symlinkSync(parent, path.join(folder, 'out'));
	writeFileSync(path.join(parent, 'kept'), '');
	mkdirSync(path.join(folder, deep), { recursive: true });
	mkdirSync(path.join(parent, 'b', deep), { recursive: true });
	renameSync(path.join(parent, 'b'), path.join(folder, deep, 'b'));
	expect(removeTree(folder)).toBeNull();
	expect({ arena: existsSync(folder), kept: existsSync(path.join(parent, 'kept')) }).toEqual({
		arena: false,
		kept: true,
	});
});

test('what is not there is no problem', () => expect(removeTree(path.join(tempFolder(), 'nothing'))).toBeNull());
