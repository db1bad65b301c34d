import {
	appendFileSync,
	chmodSync,
	mkdirSync,
	renameSync,
	rmSync,
	symlinkSync,
	truncateSync,
	unlinkSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../testing/temp-folder.ts';
import type { FileChange } from '../timeline/events.ts';
import { compareFiles, filesNow } from './file-changes.ts';

const holderPid = 412;

test.each<[string, (file: string) => void, Partial<FileChange>[]]>([
	['nothing', () => {}, []],
	['another time only', (file) => utimesSync(file, 1, 1), []],
	['written again with the same bytes', (file) => writeFileSync(file, 'one\n'), []],
	[
		'lines appended',
		(file) => appendFileSync(file, 'two\n'),
		[{ change: 'modified', appended: true, before: 'one\n', after: 'one\ntwo\n' }],
	],
	[
		'written anew with other bytes',
		(file) => writeFileSync(file, 'two\n'),
		[{ change: 'modified', appended: false, before: 'one\n', after: 'two\n' }],
	],
	['cut short', (file) => truncateSync(file, 0), [{ change: 'modified', appended: false, before: 'one\n', after: '' }]],
	[
		'another file put in its place, though its bytes begin alike',
		(file) => {
			writeFileSync(`${file}.new`, 'one\ntwo\n');
			renameSync(`${file}.new`, file);
		},
		[{ change: 'replaced', appended: false, before: 'one\n', after: 'one\ntwo\n' }],
	],
	[
		'made unreadable for others',
		(file) => chmodSync(file, 0o600),
		[{ change: 'mode-changed', before: '0644', after: '0600' }],
	],
	[
		'lines appended, and made unreadable for others',
		(file) => {
			appendFileSync(file, 'two\n');
			chmodSync(file, 0o600);
		},
		[
			{ change: 'modified', appended: true, before: 'one\n', after: 'one\ntwo\n' },
			{ change: 'mode-changed', before: '0644', after: '0600' },
		],
	],
	[
		'put anew with the same bytes',
		(file) => {
			writeFileSync(`${file}.new`, 'one\n');
			renameSync(`${file}.new`, file);
		},
		[],
	],
	['deleted', (file) => unlinkSync(file), [{ change: 'deleted', appended: false, before: 'one\n' }]],
])('a file: %s', (_, act, expected) => {
	const { arena, file } = arenaWith('log', 'one\n');
	const before = filesNow(arena);
	act(file);
	const changes = compareFiles(before, filesNow(arena), new Set());
	expect(changes).toEqual(
		expected.map((change) => ({ path: 'home/log', appended: false, lockLike: false, ...change })),
	);
});

test.each([
	['gateway.lock', 'anything', true],
	['state', `{"pid": ${holderPid}}`, true],
	['state', `{"pid": ${holderPid + 1}}`, false],
	['package-lock.json', '{}', false],
])('the deletion of %s that says %j marks an owner: %s', (name, content, lockLike) => {
	const { arena, file } = arenaWith(name, content);
	const before = filesNow(arena);
	unlinkSync(file);
	expect(compareFiles(before, filesNow(arena), new Set([holderPid]))).toEqual([
		{ path: `home/${name}`, change: 'deleted', appended: false, lockLike, before: content },
	]);
});

test.each<[string, (file: string) => void, Partial<FileChange>[]]>([
	['another time', (file) => utimesSync(file, 1, 1), [{ change: 'touched' }]],
	[
		'put anew with the same bytes, so that a kernel lock on it is lost',
		(file) => {
			writeFileSync(`${file}.new`, '412');
			renameSync(`${file}.new`, file);
		},
		[{ change: 'replaced', after: '412' }],
	],
])("an owner's mark: %s", (_, act, expected) => {
	const { arena, file } = arenaWith('gateway.lock', '412');
	const before = filesNow(arena);
	act(file);
	const base = { path: 'home/gateway.lock', appended: false, lockLike: true, before: '412' };
	expect(compareFiles(before, filesNow(arena), new Set())).toEqual(expected.map((each) => ({ ...base, ...each })));
});

test('a lock folder into which somebody put a file has another time; other folders may grow', () => {
	const arena = tempFolder();
	for (const name of ['gateway.lock', 'sessions']) mkdirSync(path.join(arena, 'home', name), { recursive: true });
	const folders = ['gateway.lock', 'sessions'].map((name) => path.join(arena, 'home', name));
	for (const folder of folders) utimesSync(folder, 1, 1);
	const before = filesNow(arena);
	for (const folder of folders) writeFileSync(path.join(folder, 'new'), '');
	expect(compareFiles(before, filesNow(arena), new Set())).toEqual([
		{ path: 'home/gateway.lock', change: 'touched', appended: false, lockLike: true },
	]);
});

test('another owner', () => {
	const { arena } = arenaWith('log', '');
	const before = filesNow(arena);
	const given = [...before.files].map(([name, found]) => [name, { ...found, owner: '7:8' }] as const);
	const [old] = before.files.values();
	expect(compareFiles(before, { ...before, files: new Map(given) }, new Set())).toEqual([
		{
			path: 'home/log',
			change: 'owner-changed',
			appended: false,
			lockLike: false,
			before: old?.owner,
			after: '7:8',
		},
	]);
});

test('a big file is compared by size and time, and growth counts as appended', () => {
	const { arena, file } = arenaWith('big', '');
	truncateSync(file, 2 ** 30);
	const before = filesNow(arena);
	truncateSync(file, 2 ** 30 + 1);
	expect(compareFiles(before, filesNow(arena), new Set())).toEqual([
		{ path: 'home/big', change: 'modified', appended: true, lockLike: false },
	]);
});

test('links and folders: another one in the place is a replacement, none is a deletion', () => {
	const arena = tempFolder();
	const home = path.join(arena, 'home');
	mkdirSync(path.join(home, 'folder'), { recursive: true });
	symlinkSync('412', path.join(home, 'link'));
	const before = filesNow(arena);
	symlinkSync('77', path.join(home, 'link.new'));
	renameSync(path.join(home, 'link.new'), path.join(home, 'link'));
	rmSync(path.join(home, 'folder'), { recursive: true });
	const changes = compareFiles(before, filesNow(arena), new Set());
	expect(changes.map(({ path: changed, change }) => [changed, change])).toEqual([
		['home/folder', 'deleted'],
		['home/link', 'replaced'],
	]);
});

test('new files are no change to the old ones', () => {
	const { arena, file } = arenaWith('log', 'one\n');
	const before = filesNow(arena);
	writeFileSync(`${file}.2`, '');
	expect(compareFiles(before, filesNow(arena), new Set())).toEqual([]);
});

test('only an excerpt of what stood there goes into the record', () => {
	const { arena, file } = arenaWith('log', 'a'.repeat(1_000));
	const before = filesNow(arena);
	writeFileSync(file, 'b'.repeat(1_000));
	const [change] = compareFiles(before, filesNow(arena), new Set());
	expect([change?.before, change?.after]).toEqual(['a'.repeat(300), 'b'.repeat(300)]);
});

function arenaWith(name: string, content: string): { arena: string; file: string } {
	const arena = tempFolder();
	mkdirSync(path.join(arena, 'home'));
	const file = path.join(arena, 'home', name);
	writeFileSync(file, content, { mode: 0o644 });
	return { arena, file };
}
