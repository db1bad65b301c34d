import { basename } from 'node:path/posix';
import type { AuditEntry } from '../timeline/events.ts';
import { lockReasons } from './lock-reasons.ts';

export type LockCandidate = Pick<AuditEntry, 'path' | 'kind' | 'content' | 'deadPidsNamed' | 'livePidsNamed'>;

/**
 * Why something that outlived every instance counts as a lock, else null. By its kind (socket, FIFO), by a word of its
 * name, or because a small file (or a link) says nothing but which dead process owned something. Pure.
 * To ask whether a file marks an owner at all, hand in living pids as dead ones.
 */
export function lockLikeReason(entry: LockCandidate): string | null {
	if (entry.kind === 'socket') return lockReasons.socket;
	if (entry.kind === 'fifo') return lockReasons.fifo;
	return reasonByName(entry.path) ?? reasonByContent(entry);
}

const lockWords = new Set([
	'lock',
	'lck',
	'locked',
	'lockfile',
	'pid',
	'pidfile',
	'mutex',
	'lease',
	'singleton',
	'owner',
]);

/** Lock files of package managers: they lock versions. */
const versionLocks = new Set([
	'package-lock.json',
	'.package-lock.json',
	'packages.lock.json',
	'yarn.lock',
	'.yarn-integrity',
	'pnpm-lock.yaml',
	'bun.lock',
	'deno.lock',
	'cargo.lock',
	'poetry.lock',
	'pdm.lock',
	'uv.lock',
	'pipfile.lock',
	'composer.lock',
	'gemfile.lock',
	'podfile.lock',
	'pubspec.lock',
	'mix.lock',
	'flake.lock',
	'.terraform.lock.hcl',
]);

/** Source, its maps, its caches and its compressed copies: a module about locks is no lock. */
const sourceFile =
	/\.(?:[cm]?[jt]sx?|map|css|html?|mdx?|wasm|node|py[cio]?|rb|go|rs|java|c|h|cc|cpp|hpp|so|svg|png|jpe?g|webp|woff2?|ttf)(?:\.(?:gz|br|zst|map))?$/i;

function reasonByName(path: string): string | null {
	const name = basename(path);
	if (versionLocks.has(name.toLowerCase()) || sourceFile.test(name)) return null;
	// What a package manager installed belongs to the packages, `proper-lockfile` among them.
	if (path.includes('/node_modules/')) return null;
	const word = wordsOf(name).find((each) => lockWords.has(each));
	return word === undefined ? null : lockReasons.name(word);
}

function wordsOf(name: string): string[] {
	return name
		.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
		.replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
		.split(/[^\p{L}\p{N}]+| /u)
		.map((word) => word.toLowerCase());
}

const logFile = /\.(?:log|jsonl|ndjson)(?:\.\d+)?$/i;

function reasonByContent(entry: LockCandidate): string | null {
	if (entry.deadPidsNamed.length === 0) return null;
	const isDead = (pid: unknown) => entry.deadPidsNamed.some((dead) => String(dead) === String(pid));
	const content = entry.content?.replaceAll('\u0000', '').trim();
	if (entry.kind === 'symlink') {
		const named = content?.match(/\d+/g)?.find(isDead);
		return named === undefined ? null : lockReasons.link(named);
	}
	if (entry.kind !== 'file' || content === undefined || logFile.test(entry.path)) return null;
	if (/^\d+$/.test(content)) return isDead(Number(content)) ? lockReasons.onlyPid(content) : null;
	const owner = ownerInJson(content, isDead) ?? ownerInLines(content, isDead);
	return owner === undefined ? null : lockReasons.names(owner.key, owner.pid);
}

interface Owner {
	readonly key: string;
	readonly pid: string;
}

const ownerKey = /^(?:pid|owner|holder|(?:owner|holder|lock|process|gateway)_?(?:pid|id))$/i;
const maxDepth = 3;

function ownerInJson(content: string, isDead: (pid: unknown) => boolean): Owner | undefined {
	let value: unknown;
	try {
		value = JSON.parse(content);
	} catch {
		return undefined;
	}
	return isLogRecord(value) ? undefined : ownerIn(value, isDead, 0);
}

function isLogRecord(value: unknown): boolean {
	if (typeof value !== 'object' || value === null || !('level' in value)) return false;
	return 'msg' in value || 'message' in value || 'time' in value;
}

function ownerIn(value: unknown, isDead: (pid: unknown) => boolean, depth: number): Owner | undefined {
	if (typeof value !== 'object' || value === null || depth > maxDepth) return undefined;
	for (const [key, each] of Object.entries(value)) {
		const isNumber = typeof each === 'number' || typeof each === 'string';
		if (isNumber && ownerKey.test(key) && isDead(each)) return { key, pid: String(each) };
		const inner = ownerIn(each, isDead, depth + 1);
		if (inner !== undefined) return inner;
	}
	return undefined;
}

const maxLines = 5;

function ownerInLines(content: string, isDead: (pid: unknown) => boolean): Owner | undefined {
	const lines = content.split('\n');
	if (lines.length > maxLines) return undefined;
	for (const line of lines) {
		const [, key = '', pid = ''] = /^\s*["']?([\w-]+)["']?\s*[=:]\s*["']?(\d+)["']?\s*,?\s*$/.exec(line) ?? [];
		if (ownerKey.test(key) && isDead(pid)) return { key, pid };
	}
	return undefined;
}
