import {
	closeSync,
	constants,
	existsSync,
	fstatSync,
	mkdirSync,
	openSync,
	readdirSync,
	readSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { databaseLocksIn } from '../contract/database-locks.ts';
import { lockLikeReason } from '../contract/lock-like.ts';
import type { AuditEntry } from '../timeline/events.ts';
import { ownMask } from '../timeline/secrets.ts';
import { maskBytes } from './mask-files.ts';

/** Folders of a case's record. */
export const evidenceFolders = { locks: 'locks', strace: 'strace' } as const;

const maxLockFiles = 50;
const maxLockBytes = 64 * 1024;
const maxTraceBytes = 8 * 1024 * 1024;

/**
 * Copies what marks an owner, as it was found, below `locks/<n>/` of the case's folder, a new `n` for each look that
 * finds any. Bounded; links and FIFOs are not opened. What cannot be read is left out: the record lists it.
 */
export function keepLocks(arena: string, entries: readonly AuditEntry[], folder: string): void {
	const databaseLocks = databaseLocksIn(entries.map((entry) => entry.path));
	const marks = entries.filter((entry) => {
		const deadPidsNamed = [...entry.deadPidsNamed, ...entry.livePidsNamed];
		return entry.kind === 'file' && lockLikeReason({ ...entry, deadPidsNamed }, databaseLocks) !== null;
	});
	if (marks.length === 0) return;
	const root = path.join(folder, evidenceFolders.locks);
	const look = existsSync(root) ? readdirSync(root).length + 1 : 1;
	for (const { path: name } of marks.slice(0, maxLockFiles)) {
		copyHead(path.join(arena, name), path.join(root, String(look), name), maxLockBytes);
	}
}

/** Copies the tracer's texts to `strace/<instance>.txt` of the case's folder. */
export function keepTraces(control: string, folder: string): void {
	if (!existsSync(control)) return;
	for (const name of readdirSync(control).filter((each) => each.endsWith('.strace'))) {
		const target = path.join(folder, evidenceFolders.strace, `${path.basename(name, '.strace')}.txt`);
		copyHead(path.join(control, name), target, maxTraceBytes);
	}
}

function copyHead(source: string, target: string, maxBytes: number): void {
	try {
		const file = openSync(source, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
		try {
			if (!fstatSync(file).isFile()) return;
			const bytes = Buffer.alloc(Math.min(fstatSync(file).size, maxBytes));
			const read = readSync(file, bytes, 0, bytes.length, 0);
			mkdirSync(path.dirname(target), { recursive: true });
			writeFileSync(target, maskBytes(bytes.subarray(0, read), ownMask()));
		} finally {
			closeSync(file);
		}
	} catch {
		// It is gone, or may not be read.
	}
}
