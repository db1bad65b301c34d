import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { wrappingVariable } from '../observe/process-tree.ts';

/** Folders of the machine that every gateway gets a private copy of, and where it lies in the arena. */
const privateFolders = { '/tmp': 'tmp', '/var/tmp': 'var-tmp', '/dev/shm': 'shm', '/run': 'run' } as const;

export interface WrapperOptions {
	/** The arena's folder. */
	readonly arena: string;
	/** Paths that must stay visible though they lie below a private folder: programs, builds, the user's project. */
	readonly visible: readonly string[];
	readonly namespaces: boolean;
	/** Drop the right to bind ports below 1024, as an ordinary user has it. */
	readonly ordinaryUser: boolean;
	readonly setpriv: boolean;
}

/**
 * The words before a gateway's own: a shell that prepares the surroundings and then becomes the gateway, so that the
 * spawned pid is the gateway's. In namespaces: private /tmp and the like, everything else read-only, no right to undo
 * that. Everywhere: no core dumps.
 */
export function wrapperWords(options: WrapperOptions): string[] {
	const lines = ['ulimit -c 0'];
	if (options.namespaces) lines.push(...namespaceLines(options));
	lines.push('cd "$GATELOCK_CWD" || exit 125', `unset ${wrappingVariable} GATELOCK_CWD`);
	const drop = dropped(options);
	const prefix = drop.length === 0 ? '' : `setpriv --bounding-set ${drop} --inh-caps ${drop} -- `;
	lines.push(`exec ${prefix}"$@"`);
	const shell = ['sh', '-c', lines.join('\n'), 'gatelock'];
	return options.namespaces ? ['unshare', '--mount', '--propagation', 'private', '--', ...shell] : shell;
}

function dropped({ namespaces, ordinaryUser, setpriv }: WrapperOptions): string {
	if (!setpriv) return '';
	const capabilities = [...(namespaces ? ['-sys_admin'] : []), ...(ordinaryUser ? ['-net_bind_service'] : [])];
	return capabilities.join(',');
}

function namespaceLines({ arena, visible }: WrapperOptions): string[] {
	makeMountPoints(arena, visible);
	const lines: string[] = [];
	for (const [folder, own] of Object.entries(privateFolders)) {
		if (!existsSync(folder)) continue;
		for (const kept of keptBelow(folder, visible)) {
			const place = path.join(arena, own, path.relative(folder, kept));
			lines.push(`mount -n --rbind ${quote(kept)} ${quote(place)} && mount -n -o remount,bind,ro ${quote(place)}`);
		}
		lines.push(`mount -n --rbind ${quote(path.join(arena, own))} ${folder} || exit 125`);
	}
	// A mount that refuses is one of the kernel's own, or already read-only.
	for (const mount of diskMounts(arena)) lines.push(`mount -n -o remount,bind,ro ${quote(mount)} 2>/dev/null || :`);
	return lines;
}

/** Makes the folders over which visible paths are mounted, so that they belong to the arena from its beginning. */
export function makeMountPoints(arena: string, visible: readonly string[]): void {
	for (const [folder, own] of Object.entries(privateFolders)) {
		if (!existsSync(folder)) continue;
		for (const kept of keptBelow(folder, visible)) {
			mkdirSync(path.join(arena, own, path.relative(folder, kept)), { recursive: true });
		}
	}
}

/** The outermost folders below `folder` that hold the visible paths. */
function keptBelow(folder: string, visible: readonly string[]): string[] {
	const kept = new Set<string>();
	for (const wanted of visible) {
		const relative = path.relative(folder, wanted);
		if (relative === '' || relative.startsWith('..') || path.isAbsolute(relative)) continue;
		const [first] = relative.split(path.sep);
		if (first !== undefined && existsSync(path.join(folder, first))) kept.add(path.join(folder, first));
	}
	return [...kept];
}

const kernelFileSystems = new Set(['proc', 'sysfs', 'devtmpfs', 'devpts', 'mqueue', 'cgroup', 'cgroup2', 'securityfs']);

/** Mount points that hold files of the machine. Source: proc_pid_mountinfo(5). */
function diskMounts(arena: string): string[] {
	const mounts: string[] = [];
	for (const line of readFileSync('/proc/self/mountinfo', 'utf8').split('\n')) {
		const [before, after] = line.split(' - ');
		const point = before
			?.split(' ')[4]
			?.replace(/\\(\d{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8)));
		const type = after?.split(' ')[0];
		if (point === undefined || type === undefined || kernelFileSystems.has(type)) continue;
		if (arena === point || arena.startsWith(`${point === '/' ? '' : point}/`)) {
			if (point !== '/') continue;
		}
		if (Object.keys(privateFolders).some((own) => point === own || point.startsWith(`${own}/`))) continue;
		mounts.push(point);
	}
	return mounts;
}

function quote(word: string): string {
	return `'${word.replaceAll("'", `'\\''`)}'`;
}
