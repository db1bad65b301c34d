import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
	appendFileSync,
	chmodSync,
	closeSync,
	existsSync,
	mkdirSync,
	openSync,
	symlinkSync,
	truncateSync,
	writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { tempFolder } from '../testing/temp-folder.ts';
import { hashFiles, readHead, walkArena } from './arena-files.ts';

const tenGiB = 10 * 2 ** 30;

test('every kind of entry is listed, none is opened or followed, and only small regular files and links are read', async () => {
	const arena = arenaFolder();
	const at = (name: string) => path.join(arena, 'home', name);
	writeFileSync(at('small'), 'pid 412\n');
	writeFileSync(at('huge'), '');
	truncateSync(at('huge'), tenGiB);
	execFileSync('mkfifo', [at('pipe')]);
	symlinkSync('/', at('root'));
	symlinkSync('nowhere', at('dangling'));
	mkdirSync(at('folder'));
	writeFileSync(at('folder/inner'), '');
	const server = createServer().listen(at('socket'));
	await once(server, 'listening');
	onTestFinished(() => void server.close());
	const { files, bound } = walkArena(arena);
	expect(
		files.map((file) => ({ path: file.path, kind: file.kind, sizeBytes: file.sizeBytes, head: readHead(file) })),
	).toEqual([
		{ path: 'home/dangling', kind: 'symlink', sizeBytes: 7, head: 'nowhere' },
		{ path: 'home/folder', kind: 'directory', sizeBytes: 0, head: null },
		{ path: 'home/huge', kind: 'file', sizeBytes: tenGiB, head: null },
		{ path: 'home/pipe', kind: 'fifo', sizeBytes: 0, head: null },
		{ path: 'home/root', kind: 'symlink', sizeBytes: 1, head: '/' },
		{ path: 'home/small', kind: 'file', sizeBytes: 8, head: 'pid 412\n' },
		{ path: 'home/socket', kind: 'socket', sizeBytes: 0, head: null },
		{ path: 'home/folder/inner', kind: 'file', sizeBytes: 0, head: '' },
	]);
	expect(bound).toBeNull();
	expect([...hashFiles(files).keys()]).toEqual(['home/small', 'home/folder/inner']);
});

test('a file that became a FIFO after it was listed is not read, and blocks nobody', () => {
	const arena = arenaFolder();
	execFileSync('mkfifo', [path.join(arena, 'tmp', 'pipe')]);
	const listed = (name: string, kind: 'file' | 'symlink') => ({ ...entry(arena, name), kind });
	expect(readHead(listed('tmp/pipe', 'file'))).toBeNull();
	expect(readHead(listed('tmp/gone', 'file'))).toBeNull();
	expect(readHead(listed('tmp/gone', 'symlink'))).toBeNull();
});

test('a link in the place of a listed file is not followed', () => {
	const arena = arenaFolder();
	symlinkSync('/etc/passwd', path.join(arena, 'tmp', 'link'));
	expect(readHead({ ...entry(arena, 'tmp/link'), kind: 'file' })).toBeNull();
});

test('a folder that may not be read is listed', () => {
	const arena = arenaFolder();
	const closed = path.join(arena, 'home', 'closed');
	mkdirSync(closed);
	writeFileSync(path.join(closed, 'inner'), '');
	chmodSync(closed, 0);
	onTestFinished(() => chmodSync(closed, 0o700));
	// Root may read everything.
	const content = process.getuid?.() === 0 ? ['home/closed/inner'] : [];
	expect(walkArena(arena).files.map((file) => file.path)).toEqual(['home/closed', ...content]);
});

test('a name that is no UTF-8 is listed and read like any other', () => {
	const arena = arenaFolder();
	const noText = Buffer.concat([Buffer.from(`${arena}/home/`), Buffer.from([0xff, 0xfe]), Buffer.from('.lock')]);
	writeFileSync(noText, '412');
	const [file] = walkArena(arena).files;
	expect([file?.path, file && readHead(file)]).toEqual(['home/\ufffd\ufffd.lock', '412']);
});

test('25,000 files: the walk ends at its bound, says so, and has seen what lies beside them', () => {
	const memory = '/dev/shm';
	const arena = arenaFolder(existsSync(memory) ? memory : undefined);
	mkdirSync(path.join(arena, 'home', 'many'));
	for (let i = 0; i < 25_000; i++) closeSync(openSync(path.join(arena, 'home', 'many', `f${i}`), 'w'));
	writeFileSync(path.join(arena, 'tmp', 'gateway.lock'), '');
	const { files, bound } = walkArena(arena);
	expect(files.map((file) => file.path)).toContain('tmp/gateway.lock');
	expect({ count: files.length, bound }).toEqual({ count: 20_000, bound: '20000 entries' });
});

test('folders in folders: the walk ends at its depth and says so', () => {
	const arena = arenaFolder();
	mkdirSync(path.join(arena, 'home', ...Array.from({ length: 40 }, () => 'd')), { recursive: true });
	const { files, bound } = walkArena(arena);
	expect({ count: files.length, bound }).toEqual({ count: 16, bound: 'depth 16' });
});

test('a file that grows has another identity, a folder with another file in it has not', () => {
	const arena = arenaFolder();
	const folder = path.join(arena, 'home', 'state');
	mkdirSync(folder);
	writeFileSync(path.join(folder, 'log'), 'one\n');
	const before = identities(arena);
	appendFileSync(path.join(folder, 'log'), 'two\n');
	writeFileSync(path.join(folder, 'other'), '');
	const after = identities(arena);
	expect(after['home/state']).toBe(before['home/state']);
	expect(after['home/state/log']).not.toBe(before['home/state/log']);
});

test('an arena without its folders is empty', () => {
	expect(walkArena(path.join(tempFolder(), 'missing'))).toEqual({ files: [], bound: null });
});

function entry(arena: string, name: string) {
	const place = Buffer.from(path.join(arena, name));
	return {
		path: name,
		place,
		sizeBytes: 0,
		identity: '',
		mtimeMs: 0,
		ctimeMs: 0,
		inode: '1:1',
		mode: 0o644,
		owner: '0:0',
	};
}

function arenaFolder(parent?: string): string {
	const arena = tempFolder(parent);
	for (const folder of ['home', 'tmp']) mkdirSync(path.join(arena, folder));
	return arena;
}

function identities(arena: string): Record<string, string> {
	return Object.fromEntries(walkArena(arena).files.map((file) => [file.path, file.identity]));
}
