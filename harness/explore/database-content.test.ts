import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { baselineOf } from '../arena/audit.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { agreeOn, stateKey } from './crash-state.ts';
import { databaseText, isDatabase } from './database-content.ts';
import { databaseGroups } from './database-groups.ts';
import { restoreState } from './restore-state.ts';
import { Camera } from './snapshot.ts';

const by = { pids: [620], startTicks: [] };

/** An arena with a database, open for writing: its writer may be taken as dead at any moment. */
function arenaWithDatabase(mode: 'DELETE' | 'WAL') {
	const arena = tempFolder();
	for (const folder of ['home/main', 'tmp', 'run', 'cwd']) mkdirSync(path.join(arena, folder), { recursive: true });
	const baseline = baselineOf(arena);
	const file = path.join(arena, 'home/main/state.sqlite');
	const database = new DatabaseSync(file);
	// With so small a cache a transaction writes to the file before it is committed.
	database.exec(`PRAGMA journal_mode = ${mode}; PRAGMA cache_size = 1; PRAGMA cache_spill = 1`);
	database.exec('CREATE TABLE leases (owner TEXT, pid INTEGER, at INTEGER)');
	const camera = new Camera(arena, baseline, path.join(tempFolder(), 'blobs'));
	return { arena, file, database, camera };
}

const fill =
	"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) INSERT INTO leases SELECT 'someone', i, i FROM n";

test.each(['DELETE', 'WAL'] as const)('%s: what a dead writer did not commit makes no other database', (mode) => {
	const { file, database, camera } = arenaWithDatabase(mode);
	const before = camera.take(by);
	database.exec(`BEGIN; ${fill}`);
	const bytes = readFileSync(mode === 'WAL' ? `${file}-wal` : file);
	const during = camera.take(by);
	const content = (state: typeof before) =>
		state.entries.find(({ path: place }) => place === 'home/main/state.sqlite')?.database?.content;
	expect(bytes.length).toBeGreaterThan(16 * 1024);
	expect(content(during)).toBe(content(before));
	database.exec('COMMIT');
	expect(content(camera.take(by))).not.toBe(content(before));
	database.close();
});

test('a journal that has to be rolled back is another state than none, and every moment within is one state', () => {
	const { database, camera } = arenaWithDatabase('DELETE');
	const before = camera.take(by);
	database.exec(`BEGIN; ${fill}`);
	const early = camera.take(by);
	database.exec(fill);
	const late = camera.take(by);
	expect(stateKey(early)).not.toBe(stateKey(before));
	expect(stateKey(late)).toBe(stateKey(early));
	expect(early.entries.map(({ hash }) => hash)).not.toEqual(late.entries.map(({ hash }) => hash));
	const looks = new Map([['home/main/state.sqlite', new Set(['content', 'stat'] as const)]]);
	expect(agreeOn(before, late, looks)).toBe(true);
	database.close();
});

test('rows are masked like texts; other rows are another state', () => {
	const { database, camera } = arenaWithDatabase('DELETE');
	const taken = (pid: number, owner: string, at: number) => {
		database.exec(`DELETE FROM leases; INSERT INTO leases VALUES ('${owner}', ${pid}, ${at})`);
		return stateKey(camera.take({ pids: [pid], startTicks: [] }));
	};
	const one = taken(620, '0191f3c4-7b1a-7000-8000-0242ac120002', 1_795_392_687_226);
	expect(taken(77, '0191f3c4-7b1a-7000-8000-0242ac120003', 1_795_392_699_999)).toBe(one);
	expect(taken(77, 'nobody', 1_795_392_699_999)).not.toBe(one);
	database.close();
});

test('a state with a begun transaction comes back byte for byte, and SQLite rolls it back there', () => {
	const { arena, database, camera } = arenaWithDatabase('DELETE');
	database.exec(`INSERT INTO leases VALUES ('first', 1, 1); BEGIN; ${fill}`);
	const state = camera.take(by);
	camera.keep(state);
	const other = tempFolder();
	for (const folder of ['home/main', 'tmp', 'run', 'cwd']) mkdirSync(path.join(other, folder), { recursive: true });
	const baseline = baselineOf(other);
	const blobs = path.join(tempFolder(), 'blobs');
	mkdirSync(blobs);
	for (const { path: place, hash } of state.entries) {
		if (hash !== undefined) copyFileSync(path.join(arena, place), path.join(blobs, hash));
	}
	database.close();
	restoreState(other, state, blobs);
	expect(stateKey(new Camera(other, baseline, blobs).take(by))).toBe(stateKey(state));
	const again = new DatabaseSync(path.join(other, 'home/main/state.sqlite'));
	expect(again.prepare('SELECT owner FROM leases').all()).toEqual([{ owner: 'first' }]);
	again.close();
});

test('what is no readable database has no text, and nothing is left of the try', () => {
	const folder = tempFolder();
	const { file, database } = arenaWithDatabase('DELETE');
	database.close();
	const whole = readFileSync(file);
	expect(isDatabase(whole)).toBe(true);
	expect(databaseText({ main: whole, journal: null, wal: null }, folder)).toContain('CREATE TABLE leases');
	const damaged = Buffer.from(whole);
	damaged.fill(0xff, 40, 2_000);
	expect(databaseText({ main: damaged, journal: null, wal: null }, folder)).toBeNull();
	const magic = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];
	const further = Buffer.from([...magic, 1, 2, 3, ...magic]);
	expect(databaseText({ main: whole, journal: further, wal: null }, folder)).toBeNull();
	expect(readdirSync(folder)).toEqual([]);
});

test('an ordinary file is compared by its bytes, whatever lies beside it', () => {
	const { arena, file, database, camera } = arenaWithDatabase('DELETE');
	database.close();
	rmSync(file);
	writeFileSync(path.join(arena, 'home/main/notes'), 'a note');
	writeFileSync(path.join(arena, 'home/main/notes-journal'), 'a journal');
	const state = camera.take(by);
	expect(state.entries.map(({ path: place, database: of }) => [place, of])).toEqual([
		['home/main/notes', undefined],
		['home/main/notes-journal', undefined],
	]);
	expect(existsSync(file)).toBe(false);
});

test('files are grouped by what lies beside them', () => {
	const files = ['a', 'a-wal', 'a-shm', 'b', 'c-journal', 'd'].map((name) => ({ path: name }));
	expect(databaseGroups(files, ({ path: name }) => name === 'd')).toEqual([
		{ main: { path: 'a' }, journal: null, wal: { path: 'a-wal' }, memory: { path: 'a-shm' } },
		{ main: { path: 'd' }, journal: null, wal: null, memory: null },
	]);
});
