import { capabilitiesOf, type InstanceMark } from '../observe/instance-mark.ts';

export interface WrapperOptions {
	/** How the start's processes are recognized. */
	readonly mark: InstanceMark;
	/** The arguments that enter the sandbox of the case; null without namespaces. */
	readonly enter: readonly string[] | null;
	/** The table of mounts that protect the machine's settings below a new `/proc`. */
	readonly settingsTable: string;
	/** Drop the right to bind ports below 1024, as an ordinary user has it. */
	readonly ordinaryUser: boolean;
	readonly setpriv: boolean;
	/** How this start's environment differs from that of others in its arena. */
	readonly world?: GatewayWorld | undefined;
}

/** `main`: the user that runs the harness, root in namespaces. `second`: another one, without any of its rights. */
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

/**
 * The programs before a gateway's own, each of which becomes the next one, so that the spawned pid is the gateway's
 * (except for `ownPids` and `unreaped`). In namespaces a usual start needs two: nsenter, which enters the sandbox of the
 * case, and setpriv, which takes the rights to leave it and leaves the mark. Elsewhere it needs a shell, which sets the
 * mark. Both stand for no core dumps: the run's namespaces begin with that limit.
 */
export function wrapperArgs(options: WrapperOptions): string[] {
	const { world, enter } = options;
	const inner = innerArgs(options);
	const entered = enter === null ? inner : [...enter, ...ownPidsArgs(options), ...inner];
	if (world?.hostName === undefined) return [...unreapedArgs(world), ...entered];
	const script = `printf %s ${quote(world.hostName)} > /proc/sys/kernel/hostname || exit 125\nexec "$@"`;
	// In the sandbox the settings below /proc are read-only.
	return [...unreapedArgs(world), 'unshare', '--uts', '--', 'sh', '-c', script, 'gatelock', ...entered];
}

/** What is done inside the sandbox: the part that a neighbour in the same pid namespace needs, too. */
export function innerArgs(options: WrapperOptions): string[] {
	return [...shellArgs(options), ...dropArgs(options)];
}

/** Whether the start needs a shell, which finds its working folder in GATELOCK_CWD. */
export function needsShell({ mark, enter, world }: Pick<WrapperOptions, 'mark' | 'enter' | 'world'>): boolean {
	return enter === null || mark.kind === 'limit' || world?.umask !== undefined || world?.user === 'second';
}

/** Arguments before a command that take rights from it: those with which it could leave its arena, and those of root. */
export function dropArgs({
	mark,
	enter,
	ordinaryUser,
	setpriv,
	world,
}: Pick<WrapperOptions, 'enter' | 'ordinaryUser' | 'setpriv' | 'world'> & { readonly mark?: InstanceMark }): string[] {
	const rights = [
		...(enter === null ? [] : ['-sys_admin', '-sys_ptrace']),
		...(ordinaryUser ? ['-net_bind_service'] : []),
		...(world?.obeysPermissions ? ['-dac_override', '-dac_read_search'] : []),
	];
	const marks = mark?.kind === 'capabilities' ? capabilitiesOf(mark.instance).map((name) => `+${name}`) : [];
	if (!setpriv || rights.length + marks.length === 0) return [];
	const bounding = rights.length === 0 ? [] : ['--bounding-set', rights.join(',')];
	return ['setpriv', ...bounding, '--inh-caps', [...rights, ...marks].join(','), '--'];
}

function shellArgs({ mark, enter, world }: WrapperOptions): string[] {
	if (!needsShell({ mark, enter, world })) return [];
	const lines = ['ulimit -c 0'];
	if (mark.kind === 'limit') {
		// dash calls the limit -w, bash -x; a shell that knows neither leaves the mark in the environment.
		lines.push(`{ ulimit -w ${mark.value} || ulimit -x ${mark.value}; } 2>/dev/null || :`);
	}
	if (world?.umask !== undefined) lines.push(`umask ${world.umask}`);
	lines.push('cd "$GATELOCK_CWD" || exit 125', 'unset GATELOCK_CWD', 'exec "$@"');
	return ['sh', '-c', lines.join('\n'), 'gatelock'];
}

function ownPidsArgs({ world, settingsTable }: WrapperOptions): string[] {
	if (!world?.ownPids) return [];
	const neighbours = (world.neighbours ?? []).map((command) => `${command.map(quote).join(' ')} >/dev/null 2>&1 &`);
	const script = [
		`mount -n -a -T ${quote(settingsTable)} || exit 125`,
		...neighbours,
		// Not the last command, so that the shell stays pid 1, reaps, and takes everything with it.
		'"$@"',
		'exit $?',
	].join('\n');
	return ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc', '--', 'sh', '-c', script, 'gatelock'];
}

/** A program that was started with a child already there never learns of it. */
function unreapedArgs(world: GatewayWorld | undefined): string[] {
	return world?.unreaped ? ['sh', '-c', '"$@" & exec sleep 100000', 'gatelock'] : [];
}

function quote(argument: string): string {
	return `'${argument.replaceAll("'", `'\\''`)}'`;
}
