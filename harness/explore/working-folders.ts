import path from 'node:path/posix';
import type { TraceEntry } from '../syscalls/parse.ts';
import { pathOfDescriptor, splitArguments, stringOf } from './call-arguments.ts';
import type { GatewayPaths } from './gateway-paths.ts';

/** Calls that look their paths up in the working folder and do not name it, and which arguments are paths. */
const looksUp: Readonly<Record<string, readonly number[]>> = Object.fromEntries([
	...[
		'creat',
		'open',
		'truncate',
		'unlink',
		'rmdir',
		'mkdir',
		'mknod',
		'utime',
		'utimes',
		'chmod',
		'chown',
		'lchown',
	].map((name) => [name, [0]]),
	...['stat', 'lstat', 'access', 'readlink', 'execve', 'statfs', 'chdir'].map((name) => [name, [0]]),
	...['rename', 'link'].map((name) => [name, [0, 1]]),
	['symlink', [1]],
]);

/** What else says in which folder a process works. */
export const folderCalls: readonly string[] = ['?chdir', '?fchdir'];

const namesFolder = /AT_FDCWD<((?:[^>\\]|\\.)*)>/;
const relativeCall = new RegExp(String.raw`\b(?:${Object.keys(looksUp).join('|')})\((?:"[^"]*", )?"(?!/)`);

/** Whether a line of a trace can be understood only by who knows the working folder, or tells of it. Pure. */
export function needsFolder(line: string): boolean {
	return relativeCall.test(line) || /\bf?chdir\(/.test(line);
}

/** Makes the paths of a trace whole, call by call. */
export class WorkingFolders {
	readonly #folders = new Map<number, string>();
	/** Who was never heard of works where its parent does; as a rule nobody changes the folder. */
	#latest: string;

	constructor({ arena }: GatewayPaths) {
		this.#latest = path.join(arena, 'cwd');
	}

	/** The call with every path from the root on. */
	whole(entry: TraceEntry): TraceEntry {
		if (entry.kind !== 'call') return entry;
		const [told, named] = namesFolder.exec(entry.args) ?? [];
		if (named?.startsWith('/')) this.#moved(entry.pid, pathOfDescriptor(told) ?? named);
		const whole = this.#joined(entry);
		if (entry.result === '0') this.#follow(whole);
		return whole;
	}

	#joined(entry: Extract<TraceEntry, { kind: 'call' }>): typeof entry {
		const places = looksUp[entry.name];
		if (places === undefined || !entry.args.includes('"')) return entry;
		const args = splitArguments(entry.args);
		const isRelative = places.some((at) => isRelativePath(args[at]));
		if (!isRelative) return entry;
		const base = this.#folders.get(entry.pid) ?? this.#latest;
		const joined = args.map((argument, at) =>
			places.includes(at) && isRelativePath(argument) ? `"${escaped(base)}/${argument.slice(1)}` : argument,
		);
		return { ...entry, args: joined.join(', ') };
	}

	#follow({ pid, name, args }: Extract<TraceEntry, { kind: 'call' }>): void {
		const [argument] = splitArguments(args);
		const folder = name === 'chdir' ? stringOf(argument) : name === 'fchdir' ? pathOfDescriptor(argument) : null;
		if (folder !== null) this.#moved(pid, folder);
	}

	#moved(pid: number, folder: string): void {
		this.#folders.set(pid, folder);
		this.#latest = folder;
	}
}

function isRelativePath(argument: string | undefined): boolean {
	const name = stringOf(argument);
	return name !== null && name !== '' && !name.startsWith('/');
}

function escaped(folder: string): string {
	return folder.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}
