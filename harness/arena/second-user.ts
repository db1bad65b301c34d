import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Isolation } from './isolation.ts';
import { arenaMessages } from './messages.ts';
import { tryCommand } from './try-command.ts';

/**
 * Whom a gateway is started as that is to be another user than the others: nobody, a name and a number that nearly every
 * Linux has (LSB, Users and Groups), so that a program that looks itself up finds itself. It has none of root's rights.
 */
export const secondUser = { id: 65_534, name: 'nobody' } as const;

/** Longest wait of either side for the other while user ids are mapped: rounds of 10 ms. */
const mapRounds = 500;

/** Words before a command that is to run as the second user; the caller must be root of its user namespace. */
export function asSecondUser(): string[] {
	return ['setpriv', '--reuid', `${secondUser.id}`, '--regid', `${secondUser.id}`, '--clear-groups', '--'];
}

/**
 * Words that run a command in a user namespace with two users, root and the second one, each under its own number. Only
 * somebody who stays outside with root's rights may write such a map: a helper does, while the command waits for it; the
 * pid stays. Source: user_namespaces(7), "Defining user and group ID mappings".
 */
export function twoUsersWords(): string[] {
	const map = `printf '0 0 1\\n${secondUser.id} ${secondUser.id} 1\\n'`;
	const script = [
		'me=$$',
		// An orphan from its beginning, so that no zombie is left; it holds none of the run's streams.
		'( ( n=0',
		`while [ /proc/$me/ns/user -ef /proc/self/ns/user ] && [ $n -lt ${mapRounds} ]; do n=$((n + 1)); sleep 0.01; done`,
		`${map} > /proc/$me/uid_map && ${map} > /proc/$me/gid_map`,
		') </dev/null >/dev/null 2>&1 3>&- & )',
		`exec unshare --user -- sh -c '${waitForMap}' gatelock "$@"`,
	].join('\n');
	return ['sh', '-c', script, 'gatelock'];
}

/** The second map to be written; with it the next program has all rights in the namespace. */
const waitForMap = [
	'n=0',
	`until read -r _ < /proc/self/gid_map; do [ $n -lt ${mapRounds} ] || exit 125; n=$((n + 1)); sleep 0.01; done`,
	'exec "$@"',
].join('\n');

let mappable: Promise<boolean> | undefined;

/** Whether a namespace can have two users here: only root may map more than itself. Tried once a process. */
export async function canMapTwoUsers(): Promise<boolean> {
	if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
	mappable ??= said([...twoUsersWords(), 'true']).then((problem) => problem === null);
	return await mappable;
}

/**
 * Whether a gateway can be started as the second user: null, or why not.
 *
 * @param needed What it must be able to read: programs, builds, the user's project.
 */
export async function probeSecondUser(
	isolation: Isolation,
	setpriv: string | null,
	needed: readonly string[],
): Promise<string | null> {
	if (isolation.kind !== 'namespaces') return arenaMessages.oneUserOnly(isolation.reason);
	if (setpriv !== null) return setpriv;
	if (!(await canMapTwoUsers())) return arenaMessages.oneUserMapped;
	// One by one, so that the first closed one is named.
	const look = 'for place do test -r "$place" || { echo "$place" >&2; exit 1; }; done';
	const there = needed.filter((place) => existsSync(place));
	const problem = await said([...twoUsersWords(), ...asSecondUser(), 'sh', '-c', look, 'gatelock', ...there]);
	if (problem === null) return null;
	return there.includes(problem) ? arenaMessages.closedToSecondUser(problem) : problem;
}

/** Opens an arena's folders as those of a machine with several users are: to be passed through, `/tmp` to be written to. */
export function openForSecondUser(arena: string): void {
	for (const folder of ['', 'home', 'run', 'cwd']) chmodSync(path.join(arena, folder), 0o711);
	for (const folder of ['tmp', 'shm', 'var-tmp']) chmodSync(path.join(arena, folder), 0o1777);
}

/** Makes the folder if need be, and gives it to the second user with all that is in it; links are not followed. */
export function giveToSecondUser(folder: string): void {
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const folders = [folder];
	chownSync(folder, secondUser.id, secondUser.id);
	for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
		for (const entry of readdirSync(next, { withFileTypes: true })) {
			const place = path.join(next, entry.name);
			if (entry.isDirectory()) folders.push(place);
			if (!lstatSync(place).isSymbolicLink()) chownSync(place, secondUser.id, secondUser.id);
		}
	}
}

/** What a command said when it failed, its last line; null when it did not fail. */
async function said(args: readonly string[]): Promise<string | null> {
	const tried = await tryCommand(args);
	return tried.exitCode === 0 ? null : tried.lastError || `${args[0]} failed`;
}
