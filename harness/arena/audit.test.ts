import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { databaseLocksIn } from '../contract/database-locks.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { auditArena } from './audit.ts';

test('beyond the bound, locks are listed first, and a database lock never without what tells of its database', () => {
	const arena = tempFolder();
	const home = path.join(arena, 'home');
	for (const folder of ['a', 'z', 'z/db']) mkdirSync(path.join(home, folder), { recursive: true });
	for (let file = 0; file < 600; file++) writeFileSync(path.join(home, 'a', `${file}.bin`), '');
	for (const name of ['CURRENT', 'LOCK', 'MANIFEST-000002']) writeFileSync(path.join(home, 'z/db', name), '');
	writeFileSync(path.join(home, 'z', 'gateway.lock'), '');
	const { entries, note } = auditArena(arena, {
		baseline: new Map(),
		pids: { dead: new Set(), live: new Set() },
		kernel: { lockTable: '', objects: [] },
		isQuiet: false,
	});
	const paths = entries.map((entry) => entry.path);
	expect(paths.slice(0, 3)).toEqual(['home/z/gateway.lock', 'home/z/db/CURRENT', 'home/z/db/MANIFEST-000002']);
	expect(paths.includes('home/z/db/LOCK')).toBe(databaseLocksIn(paths).size > 0);
	expect(note).toBe('107 entries not listed');
});
