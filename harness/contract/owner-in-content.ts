import { lockReasons } from './lock-reasons.ts';

const logFile = /\.(?:log|jsonl|ndjson)(?:\.\d+)?$/i;

export interface WrittenMark {
	readonly path: string;
	readonly kind: string;
	/** The text of a small file or a link's target; undefined when it was not read. */
	readonly content?: string | undefined;
	readonly deadPidsNamed: readonly number[];
}

/** Why a small file or a link marks an owner by saying nothing but which dead process owned something, else null. Pure. */
export function reasonByContent(entry: WrittenMark): string | null {
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
/**
 * Values in a document that says no more than who owned something: the longest owner file of any build has eight (pid,
 * namespace, role, times, port, paths). A state file with a pid somewhere in it has more.
 */
const maxScalars = 12;

function ownerInJson(content: string, isDead: (pid: unknown) => boolean): Owner | undefined {
	let value: unknown;
	try {
		value = JSON.parse(content);
	} catch {
		return undefined;
	}
	if (isLogRecord(value) || scalarsIn(value) > maxScalars) return undefined;
	return ownerIn(value, isDead, 0);
}

function isLogRecord(value: unknown): boolean {
	if (typeof value !== 'object' || value === null || !('level' in value)) return false;
	return 'msg' in value || 'message' in value || 'time' in value;
}

/** How many strings, numbers, booleans and nulls stand in a document. */
function scalarsIn(value: unknown): number {
	if (typeof value !== 'object' || value === null) return 1;
	return Object.values(value).reduce<number>((sum, each) => sum + scalarsIn(each), 0);
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
