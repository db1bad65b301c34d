import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What SQLite keeps beside a database: https://www.sqlite.org/tempfiles.html, 2.1 to 2.3. */
export const companionEndings = ['-journal', '-wal', '-shm'] as const;

/** The first bytes of every database that is not empty: https://www.sqlite.org/fileformat.html, 1.3.1. */
const databaseMagic = Buffer.from('SQLite format 3\0', 'latin1');
/** The first bytes of a journal that may have to be rolled back, and the last ones of one that names another journal: same page, 3. */
const journalMagic = Buffer.from([0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7]);

/** A larger database is compared by its bytes: reading it after each call would take too long. */
const maxDatabaseBytes = 64 * 1024 * 1024;
const maxRows = 100_000;

/** The bytes of a database, and of what lies beside it. */
export interface DatabaseFiles {
	readonly main: Buffer;
	readonly journal: Buffer | null;
	readonly wal: Buffer | null;
}

/** Whether the bytes are the beginning of a database that SQLite has written to. Pure. */
export function isDatabase(bytes: Buffer): boolean {
	return bytes.subarray(0, databaseMagic.length).equals(databaseMagic);
}

/** Whether a journal has what SQLite looks for before it rolls one back. Pure. */
export function isBegun(journal: Buffer): boolean {
	return journal.subarray(0, journalMagic.length).equals(journalMagic);
}

/**
 * All that a program learns from a database by SQLite, as one text: its schema and its rows, after the recovery with which
 * SQLite begins when a writer has died (a begun transaction is rolled back, what stands whole in the log counts).
 *
 * @param folder Where copies may lie meanwhile; nothing is left in it.
 * @returns Null when it cannot be said: the database is too large or damaged, or its journal names a further one.
 */
export function databaseText({ main, journal, wal }: DatabaseFiles, folder: string): string | null {
	const totalBytes = main.length + (journal?.length ?? 0) + (wal?.length ?? 0);
	if (totalBytes > maxDatabaseBytes || (journal !== null && namesFurtherJournal(journal))) return null;
	const scratch = path.join(folder, `database-${process.pid}`);
	mkdirSync(scratch, { recursive: true });
	const copy = path.join(scratch, 'copy');
	try {
		writeFileSync(copy, main);
		if (journal !== null) writeFileSync(`${copy}-journal`, journal);
		if (wal !== null) writeFileSync(`${copy}-wal`, wal);
		return dump(copy);
	} catch {
		// Damaged, or something that this SQLite does not know.
		return null;
	} finally {
		rmSync(scratch, { recursive: true, force: true });
	}
}

function namesFurtherJournal(journal: Buffer): boolean {
	return journal.length > journalMagic.length && journal.subarray(-journalMagic.length).equals(journalMagic);
}

function dump(file: string): string | null {
	// Only here: the module is there from Node 22.13 on, and says at its first use that it is experimental.
	const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
	const database = new DatabaseSync(file);
	try {
		// The copy is thrown away: nothing of it must survive.
		database.exec('PRAGMA synchronous = OFF; PRAGMA trusted_schema = OFF');
		const rows = (sql: string) => database.prepare(sql).all();
		const told = ['user_version', 'application_id', 'journal_mode', 'encoding', 'auto_vacuum'].map((name) =>
			JSON.stringify(rows(`PRAGMA ${name}`)),
		);
		const schema = rows('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name');
		let left = maxRows;
		for (const { type, name, sql } of schema) {
			told.push(JSON.stringify([type, name, sql]));
			// What a virtual table holds stands in tables of its own.
			if (type !== 'table' || /^CREATE VIRTUAL/i.test(`${sql}`)) continue;
			const all = database.prepare(`SELECT * FROM "${`${name}`.replaceAll('"', '""')}"`);
			all.setReadBigInts(true);
			for (const row of all.iterate()) {
				if (--left < 0) return null;
				told.push(JSON.stringify(Object.values(row), textOfValue));
			}
		}
		return told.join('\n');
	} finally {
		database.close();
	}
}

function textOfValue(_key: string, value: unknown): unknown {
	if (typeof value === 'bigint') return `${value}`;
	if (value instanceof Uint8Array) return `blob ${createHash('sha256').update(value).digest('base64')}`;
	return value;
}
