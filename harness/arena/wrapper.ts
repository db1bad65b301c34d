import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { wrappingVariable } from '../observe/process-tree.ts';

/** Folders of the machine that every gateway gets a private copy of, and where it lies in the arena. */
const privateFolders = { '/tmp': 'tmp', '/var/tmp': 'var-tmp', '/dev/shm': 'shm', '/run': 'run' } as const;

export interface WrapperOptions {
	/** The arena's folder. */
	readonly arena: string;
	/** See `inheritedMark`. */
	readonly mark: number;
	/** Paths that must stay visible though they lie below a private folder: programs, builds, the user's project. */
	readonly visible: readonly string[];
	readonly namespaces: boolean;
	/** Drop the right to bind ports below 1024, as an ordinary user has it. */
	readonly ordinaryUser: boolean;
	readonly setpriv: boolean;
	/** What is odd about this start's world. */
	readonly world?: GatewayWorld | undefined;
}

/** `main`: whoever runs the harness, root in namespaces. `second`: somebody else, without any of its rights. */
export type GatewayUser = 'main' | 'second';

/** A world in which a gateway is started that differs from the others' in its arena; part of what a case sets on purpose. */
export interface GatewayWorld {
	/**
	 * A pid namespace of its own, as in a container: the gateway gets the same pid (2, plus one for each neighbour) at
	 * every start. Needs `namespaces`.
	 */
	readonly ownPids?: boolean;
	/** Commands that are started before the gateway in its own pid namespace, and so get the pids before its own. */
	readonly neighbours?: readonly (readonly string[])[];
	/** A gateway of another profile and port that is started before it there, and so gets the pid 2. */
	readonly neighbourGateway?: { readonly profile: string; readonly port: number };
	/** Another host name than the machine's. Needs `namespaces`. */
	readonly hostName?: string;
	/** Its parent never waits for it: once dead, it stays a zombie until the parent is killed. */
	readonly unreaped?: boolean;
	/** For the files that it makes, octal. */
	readonly umask?: string;
	/** Without root's right to ignore the permissions of files. */
	readonly obeysPermissions?: boolean;
	/**
	 * Whom the gateway runs as. The home of a profile belongs to the user that was started first in it; `/tmp` is shared,
	 * the working folder and the run folder are not. Needs `second-uid`; faults inside the process cannot be prepared.
	 */
	readonly user?: GatewayUser;
}

/** Whether the spawned process stays beside the gateway instead of becoming it. */
export function keepsLauncher(world: GatewayWorld | undefined): boolean {
	return world?.ownPids === true || world?.unreaped === true;
}

/**
 * The words before a gateway's own: a shell that prepares the surroundings and then becomes the gateway, so that the
 * spawned pid is the gateway's. In namespaces: private /tmp and the like, everything else read-only, no right to undo
 * that or to reach around it through `/proc/<pid>/root` of the harness. Everywhere: no core dumps, and the mark.
 */
export function wrapperWords(options: WrapperOptions): string[] {
	const { world, namespaces, mark } = options;
	// dash calls the limit -w, bash -x; a shell that knows neither leaves the mark in the environment.
	const lines = ['ulimit -c 0', `{ ulimit -w ${mark} || ulimit -x ${mark}; } 2>/dev/null || :`];
	if (world?.umask !== undefined) lines.push(`umask ${world.umask}`);
	if (world?.hostName !== undefined) {
		lines.push(`printf %s ${quote(world.hostName)} > /proc/sys/kernel/hostname || exit 125`);
	}
	if (namespaces) lines.push(...namespaceLines(options));
	lines.push('cd "$GATELOCK_CWD" || exit 125', `unset ${wrappingVariable} GATELOCK_CWD`);
	lines.push(`exec ${[...dropWords(options), '"$@"'].join(' ')}`);
	const shell = ['sh', '-c', lines.join('\n'), 'gatelock'];
	const uts = world?.hostName === undefined ? [] : ['--uts'];
	const inner = namespaces ? ['unshare', '--mount', ...uts, '--propagation', 'private', '--', ...shell] : shell;
	return [...launcherWords(world), ...inner];
}

function launcherWords(world: GatewayWorld | undefined): string[] {
	if (world?.ownPids) {
		const neighbours = (world.neighbours ?? []).map((words) => `${words.map(quote).join(' ')} >/dev/null 2>&1 &`);
		// Not the last command, so that the shell stays pid 1, reaps, and takes everybody with it.
		const script = [...neighbours, '"$@"', 'exit $?'].join('\n');
		return ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc', '--', 'sh', '-c', script, 'gatelock'];
	}
	// A program that was started with a child already there never hears of it.
	if (world?.unreaped) return ['sh', '-c', '"$@" & exec sleep 100000', 'gatelock'];
	return [];
}

/** Words before a command that take rights from it: those with which it could leave its arena, and those of root. */
export function dropWords({
	namespaces,
	ordinaryUser,
	setpriv,
	world,
}: Pick<WrapperOptions, 'namespaces' | 'ordinaryUser' | 'setpriv' | 'world'>): string[] {
	const rights = [
		...(namespaces ? ['-sys_admin', '-sys_ptrace'] : []),
		...(ordinaryUser ? ['-net_bind_service'] : []),
		...(world?.obeysPermissions ? ['-dac_override', '-dac_read_search'] : []),
	].join(',');
	return setpriv && rights !== '' ? ['setpriv', '--bounding-set', rights, '--inh-caps', rights, '--'] : [];
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
	for (const place of machineSettings) {
		if (!existsSync(place)) continue;
		lines.push(`mount -n --rbind ${place} ${place} && mount -n -o remount,bind,ro ${place} || exit 125`);
	}
	// A mount that refuses is one of the kernel's own, or already read-only.
	for (const mount of diskMounts(arena)) lines.push(`mount -n -o remount,bind,ro ${quote(mount)} 2>/dev/null || :`);
	return lines;
}

/** Makes the folders and files over which visible paths are mounted, so that they belong to the arena from its beginning. */
export function makeMountPoints(arena: string, visible: readonly string[]): void {
	for (const [folder, own] of Object.entries(privateFolders)) {
		if (!existsSync(folder)) continue;
		for (const kept of keptBelow(folder, visible)) {
			const place = path.join(arena, own, path.relative(folder, kept));
			if (statSync(kept).isDirectory()) mkdirSync(place, { recursive: true });
			else writeFileSync(place, '', { flag: 'a' });
		}
	}
}

/** The outermost folders below `folder` that hold the visible paths. */
export function keptBelow(folder: string, visible: readonly string[]): string[] {
	const kept = new Set<string>();
	for (const wanted of visible) {
		const relative = path.relative(folder, wanted);
		if (relative === '' || relative.startsWith('..') || path.isAbsolute(relative)) continue;
		const [first] = relative.split(path.sep);
		if (first !== undefined && existsSync(path.join(folder, first))) kept.add(path.join(folder, first));
	}
	return [...kept];
}

/** Their files are the kernel's own: devices, terminals, the gateway's own /proc (whose settings are dealt with apart). */
const kernelFileSystems = new Set(['proc', 'devtmpfs', 'devpts']);

/** Settings of the whole machine, which root may change from inside any namespace. Source: proc(5), runc's defaults. */
const machineSettings = ['/proc/sys', '/proc/sysrq-trigger', '/proc/irq', '/proc/bus', '/proc/fs'];

/** Mount points that hold files of the machine. Source: proc_pid_mountinfo(5). */
function diskMounts(arena: string): string[] {
	const mounts: string[] = [];
	for (const line of readFileSync('/proc/self/mountinfo', 'utf8').split('\n')) {
		const [before, after] = line.split(' - ');
		const point = before
			?.split(' ')[4]
			?.replace(/\\(\d{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8)));
		const type = after?.split(' ')[0];
		if (point === undefined || type === undefined || (kernelFileSystems.has(type) && point !== '/dev')) continue;
		// What a case mounted in its own arena is as it wants it.
		if (point.startsWith(`${arena}/`)) continue;
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
