import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { execa } from 'execa';
import type { Arena } from '../arena/arena.ts';
import { Capabilities } from '../arena/capabilities.ts';
import { gatewayEnvironment } from '../arena/environment.ts';
import { CapabilityMissingError } from '../arena/errors.ts';
import { settingsTable } from '../arena/sandbox.ts';
import { asSecondUser, secondUser } from '../arena/second-user.ts';
import { type GatewayWorld, innerArgs, needsShell, type WrapperOptions, wrapperArgs } from '../arena/wrapper.ts';
import type { Fault } from '../faults/fault.ts';
import type { TracedFault } from '../faults/traced-fault.ts';
import { inheritedMark } from '../observe/inherited-mark.ts';
import type { InstanceMark } from '../observe/instance-mark.ts';
import { type Injection, isFastInjection, straceWords, traceSlowdown } from '../syscalls/plan.ts';
import { plannedBind } from './bind-plan.ts';
import { commandForPort } from './command.ts';
import { Control } from './control.ts';
import { Instance } from './instance.ts';

export interface LaunchOptions {
	/** Home folder; instances share state exactly when they share a profile. Default `main`. */
	readonly profile?: string;
	/** Port instead of the arena's. */
	readonly port?: number;
	/** What stands in the command line for the port, when it is not to be a port at all. */
	readonly portText?: string;
	/** Environment set on purpose, recorded with its values. */
	readonly surroundings?: Readonly<Record<string, string>>;
	/** A fault that is going to be injected, when it must be prepared from the start (preload, heap limit). */
	readonly prepareFor?: Fault;
	/** A fault that the tracer injects. */
	readonly traced?: TracedFault;
	/** A tracer that records calls, and may stop the gateway at some; by default it records `bind`. */
	readonly traceOnly?: TraceOptions;
	/** As an ordinary user: no right to bind a port below 1024. */
	readonly ordinaryUser?: boolean;
	/** What is odd about the world that it is started in. */
	readonly world?: GatewayWorld;
}

export interface TraceOptions {
	readonly file: string;
	readonly calls?: readonly string[];
	/** Calls at whose exit the process is stopped until somebody continues it. */
	readonly stopAt?: readonly string[];
	/** Only calls on these paths, as the gateway writes them. */
	readonly onlyPaths?: readonly string[];
	/** Its calls are compared with those of other runs, so their order must not depend on a pool of threads. */
	readonly isCounted?: boolean;
	readonly showsPaths?: boolean;
	/** Hardly slower than without a tracer: time limits stay as they are. Nothing can be stopped. */
	readonly isFast?: boolean;
	/** Time limits are stretched all the same: it records so many calls that they take their time. */
	readonly isPatient?: boolean;
}

/** For a person who wants to see what a gateway did. */
const everyCall = {
	calls: ['%file', '%network', '%process', 'flock', 'fcntl', 'kill', 'write'],
	showsPaths: true,
	isFast: true,
} as const;

function needsPatience(trace: TraceOptions | undefined): boolean {
	return trace !== undefined && (!trace.isFast || trace.isPatient === true);
}

const preload = fileURLToPath(new URL('../faults/preload.mjs', import.meta.url));

/** Spawns a gateway in its arena. */
export async function launch(arena: Arena, id: string, options: LaunchOptions): Promise<Instance> {
	const isolation = arena.context.isolation;
	const profile = options.profile ?? 'main';
	const port = options.port ?? arena.port;
	const explicitPort = !(arena.usesDefaultPort && options.port === undefined);
	const marker = `${arena.marker}${id};`;
	const mark = markFor(arena, Number(id.slice(1)));
	const control = await Control.open(path.join(arena.folder, 'control', `${id}.sock`));
	const traceFile = path.join(arena.folder, 'control', `${id}.strace`);
	if (isolation.kind !== 'namespaces' && (options.world?.ownPids || options.world?.hostName !== undefined)) {
		throw new CapabilityMissingError('namespaces', isolation.reason);
	}
	const user = options.world?.user ?? 'main';
	const noSecondUser = arena.context.capabilities['second-uid'];
	if (user === 'second' && noSecondUser !== null) throw new CapabilityMissingError('second-uid', noSecondUser);
	const unavailable = (options.traced ?? options.prepareFor)?.available(new Capabilities(arena.context.capabilities));
	if (unavailable) throw new CapabilityMissingError(unavailable.capability, unavailable.reason);
	const injection = options.traced === undefined ? undefined : await injectionFor(arena, options.traced);
	const traceOnly = options.traceOnly ?? (arena.context.strace ? { file: traceFile, ...everyCall } : undefined);
	const traceWords = tracing({ ...options, ...(traceOnly && !injection ? { traceOnly } : {}) }, traceFile, injection);
	const isSlow = injection === undefined ? needsPatience(options.traceOnly) : !isFastInjection(injection);
	const slowdown = isSlow ? traceSlowdown : 1;
	const command = commandForPort(arena.context.gateway, options.portText ?? (explicitPort ? port : null));
	const asked = options.prepareFor?.needsOwnHome ? { obeysPermissions: true, ...options.world } : options.world;
	const wrapper: WrapperOptions = {
		mark,
		enter: arena.sandbox?.enterArgs ?? null,
		settingsTable: settingsTable(arena.folder),
		ordinaryUser: options.ordinaryUser ?? false,
		setpriv: arena.context.capabilities.setpriv === null,
	};
	const world = withNeighbour(arena, asked, wrapper);
	// The tracer stays who it was, since its file lies where no gateway writes.
	const userWords = user === 'second' ? asSecondUser() : [];
	const words = [...wrapperArgs({ ...wrapper, world }), ...traceWords, ...userWords, ...command];
	// Counts are per thread: with one pool thread a call's number says more.
	const stops = options.traceOnly?.stopAt !== undefined;
	const isCounted = options.traced?.at.kind === 'nth' || options.traceOnly?.isCounted === true || stops;
	const pool = isCounted ? { UV_THREADPOOL_SIZE: '1' } : {};
	const surroundings = { ...pool, ...options.surroundings, ...preloadEnvironment(options.prepareFor) };
	const folders = arena.folders(profile, user);
	const names = user === 'second' ? { USER: secondUser.name, LOGNAME: secondUser.name } : {};
	const environment = {
		...gatewayEnvironment(folders, {
			...names,
			...arena.context.gateway.environment,
			...surroundings,
		}),
		GATELOCK_CASE: arena.marker,
		GATELOCK_INSTANCE: marker,
		...(needsShell({ ...wrapper, world }) ? { GATELOCK_CWD: folders.cwd } : {}),
		...(options.prepareFor?.needsPreload ? { GATELOCK_CONTROL: control.path } : {}),
	};
	const [file = 'sh', ...args] = words;
	const child = execa(file, args, {
		env: environment,
		extendEnv: false,
		cwd: '/',
		stdin: 'ignore',
		buffer: false,
		reject: false,
		// An own session: a Ctrl+C at the terminal is for the harness, not for the gateways.
		detached: true,
		cleanup: false,
	});
	// Spawn errors are told by the promise; without a pid there is nothing to observe.
	if (child.pid === undefined)
		throw new Error(`The gateway could not be spawned: ${(await child).shortMessage ?? file}`);
	const cachePlace = { profile, surroundings };
	const cold = arena.caches.isCold(cachePlace);
	const tracedFault = options.traced && { id: `t-${id}`, fault: options.traced, traceFile };
	arena.recorder.add({
		type: 'spawned',
		instance: id,
		pid: child.pid,
		port,
		explicitPort,
		profile,
		command,
		surroundings: { ...surroundings, ...describeWorld(options.world) },
		slowdown,
		...(cold ? { cold } : {}),
	});
	if (tracedFault) {
		const { name, effect } = tracedFault.fault;
		arena.recorder.add({
			type: 'fault-planned',
			fault: tracedFault.id,
			name,
			instance: id,
			target: tracedFault.fault.on === 'exit' ? 'tree' : 'holder',
			moment: `at the ${tracedFault.fault.on} of ${injection?.syscall} ${injection?.nth} of its thread`,
			effect,
		});
	}
	return new Instance({
		id,
		arena,
		child: child.nodeChildProcess,
		pid: child.pid,
		port,
		profile,
		marker,
		mark,
		control,
		slowdown,
		cold,
		cachePlace,
		preloaded: options.prepareFor?.needsPreload ?? false,
		tracedFault,
	});
}

/** In a sandbox the mark costs no program where setpriv is there anyway; elsewhere a shell sets it. */
function markFor(arena: Arena, instance: number): InstanceMark {
	if (arena.sandbox !== null && arena.context.capabilities.setpriv === null) {
		return { kind: 'capabilities', mountNamespace: arena.sandbox.mountNamespace, instance };
	}
	return { kind: 'limit', value: inheritedMark(arena.marker, instance) };
}

/** A neighbour that is a gateway too is started like any other, with a home of its own. */
function withNeighbour(arena: Arena, world: GatewayWorld | undefined, wrapper: WrapperOptions) {
	const neighbour = world?.neighbourGateway;
	if (neighbour === undefined) return world;
	arena.prepareProfile(neighbour.profile);
	const folders = arena.folders(neighbour.profile);
	const own = { ...gatewayEnvironment(folders, {}, {}), GATELOCK_CWD: folders.cwd };
	const variables = Object.entries(own).map(([name, value]) => `${name}=${value}`);
	const args = ['env', ...variables, ...innerArgs(wrapper), ...commandForPort(arena.context.gateway, neighbour.port)];
	return { ...world, neighbours: [args, ...(world?.neighbours ?? [])] };
}

/** Surroundings are inputs of a case, so they stand in its record. */
function describeWorld(world: GatewayWorld | undefined): Record<string, string> {
	const told = Object.entries(world ?? {}).map(([name, value]) => [`world.${name}`, JSON.stringify(value)]);
	return Object.fromEntries(told);
}

async function injectionFor(arena: Arena, { at, injection }: TracedFault): Promise<Injection> {
	if (at.kind === 'nth') return { syscall: at.name, nth: at.nth, effect: injection };
	return { syscall: 'bind', nth: await plannedBind(arena), effect: injection };
}

function tracing(options: LaunchOptions, file: string, injection: Injection | undefined): string[] {
	if (options.traceOnly) return straceWords({ calls: ['bind'], ...options.traceOnly });
	if (injection === undefined) return [];
	return straceWords({ file, calls: [...new Set([injection.syscall, 'bind', 'listen'])], injection });
}

function preloadEnvironment(fault: Fault | undefined): Record<string, string> {
	const own = fault?.needsPreload ? [`--import=${pathToFileURL(preload).href}`] : [];
	const nodeOptions = [...own, ...(fault?.environment?.NODE_OPTIONS ? [fault.environment.NODE_OPTIONS] : [])].join(' ');
	return { ...fault?.environment, ...(nodeOptions === '' ? {} : { NODE_OPTIONS: nodeOptions }) };
}
