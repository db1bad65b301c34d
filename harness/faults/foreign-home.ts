import { chmodSync, chownSync, lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import type { Arena } from '../arena/arena.ts';
import { asSecondUser } from '../arena/second-user.ts';
import type { Fault, Proof } from './fault.ts';

/** What is left to the user whose home now belongs to somebody else. */
export type ForeignHomeAccess = 'readable' | 'closed';

/** Bits that let others read a file, and read and enter a folder. */
const othersRead = 0o004;
const othersEnter = 0o005;

/** A probe is one write by a shell. */
const timeoutMs = 10_000;

/**
 * The second user's home belongs to the user who runs the harness, as after a start with `sudo`: at once, so that a start
 * meets it from its first instruction; fired at that start, which it excuses. `heal` gives everything back as it was.
 *
 * @param access `readable`: others may read, not write. `closed`: they may not even enter.
 */
export function foreignHome(arena: Arena, profile: string, access: ForeignHomeAccess): Fault {
	const { home } = arena.folders(profile);
	const before = ownersBelow(home);
	for (const [place, { mode, isFolder }] of before) {
		chownSync(place, process.getuid?.() ?? 0, process.getgid?.() ?? 0);
		if (access === 'closed') chmodSync(place, mode & 0o700);
		else chmodSync(place, mode | (isFolder ? othersEnter : othersRead));
	}
	return {
		name: `home-of-another-user-${access}`,
		target: 'tree',
		effect: 'other',
		available: (capabilities) => capabilities.missing('second-uid'),
		async inject(instance) {
			// Before the proof takes its time: a start that is refused is soon gone.
			const pids = instance.processes('tree').map(({ pid }) => pid);
			const proof = await provedBy(home, access);
			return { pids, proof: async () => proof };
		},
		async heal() {
			for (const [place, { mode, uid, gid }] of before) {
				if (lstatSync(place, { throwIfNoEntry: false }) === undefined) continue;
				chownSync(place, uid, gid);
				chmodSync(place, mode);
			}
		},
	};
}

async function provedBy(home: string, access: ForeignHomeAccess): Promise<Proof> {
	const look = `ls "$0" >/dev/null 2>&1 && echo readable || echo closed; : > "$0/probe"`;
	const [file = '', ...args] = [...asSecondUser(), 'sh', '-c', look, home];
	const probe = await execa(file, args, { reject: false, stdin: 'ignore', timeout: timeoutMs });
	const isRefused = /permission denied/i.test(probe.stderr);
	if (isRefused && probe.stdout === access) {
		return { proved: true, how: `the home is ${access} for the second user, and a write to it fails with EACCES` };
	}
	const seen = isRefused ? `is ${probe.stdout}` : 'can be written to, or could not be tried';
	return { proved: false, why: `the home of the second user ${seen} instead of ${access}` };
}

interface Owner {
	readonly uid: number;
	readonly gid: number;
	readonly mode: number;
	readonly isFolder: boolean;
}

/** Who owns the folder and what is in it; links are left out, since what they point to may lie elsewhere. */
function ownersBelow(folder: string): Map<string, Owner> {
	const owners = new Map<string, Owner>();
	const rest = [folder];
	for (let place = rest.pop(); place !== undefined; place = rest.pop()) {
		const found = lstatSync(place);
		if (found.isSymbolicLink()) continue;
		const { uid, gid } = found;
		const isFolder = found.isDirectory();
		owners.set(place, { uid, gid, mode: found.mode & 0o7777, isFolder });
		if (isFolder) for (const name of readdirSync(place)) rest.push(path.join(place, name));
	}
	return owners;
}
