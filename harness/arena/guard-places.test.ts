import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../testing/temp-folder.ts';
import { guardPlaces } from './guard-places.ts';

test('in every place for an unknown gateway, only in its own for one that has a state folder', () => {
	const folder = tempFolder();
	const folders = { home: path.join(folder, 'home'), tmp: path.join(folder, 'tmp') };
	const patterns = ['{home}/.old/gateway.pid', '{home}/.new/gateway.pid', '{home}/.gateway.pid', '{tmp}/gateway.pid'];
	const places = () => guardPlaces(patterns, folders).map((file) => path.relative(folder, file));
	expect(places()).toEqual(['home/.old/gateway.pid', 'home/.new/gateway.pid', 'home/.gateway.pid', 'tmp/gateway.pid']);
	mkdirSync(path.join(folders.home, '.new'), { recursive: true });
	expect(places()).toEqual(['home/.new/gateway.pid', 'home/.gateway.pid', 'tmp/gateway.pid']);
});
