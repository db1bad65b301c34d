import { z } from 'zod';
import { clauseIdSchema } from '../contract/clause-ids.ts';
import { limitSchema } from '../contract/limits.ts';
import { timelineSchemaVersion } from './schema-version.ts';

export { timelineSchemaVersion };

const t = z.number().describe('Milliseconds since the case began, monotonic clock, microsecond resolution.');
const instance = z.string().describe('Instance id within the case: g1, g2, … in the order of their starts.');
const pid = z.int().positive();
const port = z.int().min(1).max(65_535);
const address = z.string().describe('127.0.0.1, 0.0.0.0, ::1, ::, …');

/** A file, folder, socket, … found below the arena by an audit. */
export const auditEntrySchema = z.object({
	/** Relative to the arena: `home/.clawdbot/x.lock`, `tmp/…`, `shm/…`, `run/…`, `cwd/…`. */
	path: z.string(),
	kind: z.enum(['file', 'directory', 'symlink', 'socket', 'fifo', 'device']),
	sizeBytes: z.number().nonnegative(),
	/** The first bytes of a small regular file or a link's target, as text; absent when not read. */
	content: z.string().optional(),
	/** Pids of this case's dead processes that stand in `content` or name as whole numbers. */
	deadPidsNamed: z.array(z.int()).default([]),
	/** Pids of this case's living processes that stand there. */
	livePidsNamed: z.array(z.int()).default([]),
	/** True when the entry was not in the arena before the first instance started (or has changed since). */
	isNew: z.boolean(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

export const kernelLockSchema = z.object({
	/** The last four are objects of System V and POSIX IPC: they outlive their makers, as locks do. */
	kind: z.enum([
		'flock',
		'posix',
		'abstract-socket',
		'listener',
		'shared-memory',
		'semaphores',
		'message-queue',
		'posix-message-queue',
	]),
	/** Path below the arena, `@name` of an abstract socket, `address:port`, `key 0x…` or `/name` of an IPC object. */
	what: z.string(),
	pid: z.int().optional(),
});
export type KernelLock = z.infer<typeof kernelLockSchema>;

const fileChangeSchema = z.object({
	path: z.string(),
	/** `touched`: only the time of a mark of an owner. For a mode or owner, both stand in `before` and `after`. */
	change: z.enum(['deleted', 'replaced', 'modified', 'mode-changed', 'owner-changed', 'touched']),
	/** True for append-only growth of a file whose earlier bytes are unchanged. */
	appended: z.boolean(),
	/** True when name or content says that the file marks an owner (see contract/lock-like.ts). */
	lockLike: z.boolean(),
	before: z.string().optional(),
	after: z.string().optional(),
});
export type FileChange = z.infer<typeof fileChangeSchema>;

/** Everything that can stand in a timeline: a closed union. */
export const eventSchema = z.discriminatedUnion('type', [
	z.object({
		t,
		type: z.literal('case-started'),
		schema: z.literal(timelineSchemaVersion),
		caseId: z.string(),
		scenario: z.string(),
		title: z.string(),
		asserts: z.array(clauseIdSchema),
		gateway: z.string().describe('The gateway as the user named it.'),
		contract: z.string(),
		seed: z.int(),
		limits: z.array(limitSchema),
		isolation: z.string(),
		host: z.string(),
		port,
		/** How long this gateway keeps a client that only connects, as measured before; absent when it keeps it. */
		clientLifeMs: z.number().positive().optional(),
		/** This gateway let a client in when it was measured; absent when it was not measured. */
		letClientsIn: z.literal(true).optional(),
	}),
	z.object({
		t,
		type: z.literal('spawned'),
		instance,
		pid,
		/** The base port that this instance is meant to serve. */
		port,
		/** True when `--port` was on the command line (false: the default port is expected). */
		explicitPort: z.boolean(),
		profile: z.string().describe('Name of the home folder it runs in; two instances share state iff equal.'),
		command: z.array(z.string()),
		/** Environment variables that the case set on purpose, with values (surroundings are inputs of a case). */
		surroundings: z.record(z.string(), z.string()),
		/** Factor on every time limit of this instance, because the harness itself slows it down (a tracer on it). */
		slowdown: z.number().min(1).default(1),
		/** The case took away what earlier starts of this build had compiled: it is judged as a first start. */
		cold: z.literal(true).optional(),
	}),
	z.object({
		t,
		type: z.literal('process-seen'),
		instance,
		pid,
		role: z.enum(['launcher', 'other']),
		name: z.string(),
	}),
	z.object({ t, type: z.literal('process-gone'), instance, pid }),
	z.object({
		t,
		type: z.literal('listening'),
		instance,
		/** The holder: owner of the listener's inode. */
		pid,
		address,
		port,
		inode: z.int(),
		/** Time since spawn that the instance's processes were runnable but got no core; not held against it. */
		starvedMs: z.number().nonnegative(),
		/** Wall time since spawn in which no thread of the instance ran or was runnable: it waited. */
		idleMs: z.number().nonnegative().optional(),
	}),
	z.object({
		t,
		type: z.literal('called'),
		instance,
		pid,
		/** Counted from 1, as `gatelock explore races` counts the calls of one start or shutdown. */
		number: z.int().positive(),
		/** The call with its places below the arena: `openat home/main/.gateway/x.lock`. */
		text: z.string(),
		/** `look`: it changes nothing, but learns what others have done. */
		relevance: z.enum(['files', 'kernel', 'exit', 'look']),
		/** True when the instance was held after it. */
		held: z.boolean(),
	}),
	z.object({ t, type: z.literal('stopped-listening'), instance, address, port, inode: z.int() }),
	z.object({
		t,
		type: z.literal('output'),
		instance,
		stream: z.enum(['stdout', 'stderr']),
		/** One line as printed (control codes included), at most 64 KiB of it. */
		line: z.string(),
		truncated: z.boolean().default(false),
	}),
	z.object({
		t,
		type: z.literal('ready-claimed'),
		instance,
		line: z.string(),
		/** Whether a scan of the listener table made AFTER the line was read found a listener of this instance on its port. */
		bound: z.boolean(),
	}),
	z.object({ t, type: z.literal('ready'), instance, address, port, pid }),
	z.object({
		t,
		type: z.literal('handshake-failed'),
		instance,
		address,
		port,
		/** Why no WebSocket came to be: `HTTP 404 text/html`, `ECONNREFUSED`, `no answer within 5000 ms`, … */
		reason: z.string(),
		/** The HTTP status that stood in the way. */
		status: z.int().optional(),
	}),
	z.object({ t, type: z.literal('client-opened'), client: z.string(), instance, address, port }),
	z.object({
		t,
		type: z.literal('client-closed'),
		client: z.string(),
		instance,
		code: z.int().nullable(),
		/** True when the harness closed it itself. */
		byHarness: z.boolean(),
	}),
	z.object({
		t,
		type: z.literal('fault-planned'),
		fault: z.string(),
		name: z.string().describe('SIGKILL, SIGTERM, uncaught-exception, bind-EACCES, …'),
		instance,
		target: z.enum(['launcher', 'holder', 'tree', 'listener']),
		moment: z.string(),
		/** What the fault does to the instance, for the clauses. */
		effect: z.enum(['crash', 'graceful-stop', 'freeze', 'thaw', 'bind-failure', 'other']),
	}),
	z.object({ t, type: z.literal('fault-fired'), fault: z.string(), instance, pids: z.array(pid) }),
	z.object({ t, type: z.literal('fault-proved'), fault: z.string(), instance, proof: z.string() }),
	z.object({ t, type: z.literal('fault-unproven'), fault: z.string(), instance, reason: z.string() }),
	z.object({
		t,
		type: z.literal('exited'),
		instance,
		code: z.int().nullable(),
		signal: z.string().nullable(),
		starvedMs: z.number().nonnegative(),
		/** Wall time since spawn in which no thread of the instance ran or was runnable: it waited. */
		idleMs: z.number().nonnegative().optional(),
	}),
	z.object({ t, type: z.literal('gone'), instance, starvedMs: z.number().nonnegative() }),
	z.object({
		t,
		type: z.literal('gave-up'),
		instance,
		/** What the harness waited for. */
		waitedFor: z.enum(['listening', 'ready', 'exit', 'gone', 'moment']),
		limitMs: z.number(),
		/** A timeout is not a verdict: what the instance was doing. */
		state: z.enum(['alive-and-silent', 'alive-and-talking', 'alive-listening', 'exited', 'gone']),
		starvedMs: z.number().nonnegative(),
		lastLine: z.string().optional(),
	}),
	z.object({ t, type: z.literal('occupant-started'), occupant: z.string(), kind: z.string(), address, port, pid }),
	z.object({ t, type: z.literal('occupant-stopped'), occupant: z.string(), address, port }),
	z.object({
		t,
		type: z.literal('exclusivity-probed'),
		instance,
		/** The socket that the harness tried to bind beside the instance's listener, with SO_REUSEPORT set. */
		address,
		port,
		outcome: z.enum(['refused', 'shared']),
		errno: z.string().optional(),
	}),
	z.object({
		t,
		type: z.literal('files-compared'),
		holder: z.string(),
		loser: z.string(),
		/** True when the holder was stopped by SIGSTOP the whole time, so that every change is the loser's. */
		holderFrozen: z.boolean(),
		changes: z.array(fileChangeSchema),
	}),
	z.object({
		t,
		type: z.literal('guard-planted'),
		path: z.string(),
		pid: z.int(),
		/** Where it is not just the pid. */ content: z.string().optional(),
	}),
	z.object({
		t,
		type: z.literal('audit'),
		/** Instances that still live; leftovers are judged only when there is none. */
		alive: z.array(z.string()),
		entries: z.array(auditEntrySchema),
		kernelLocks: z.array(kernelLockSchema),
		/** True when a bound on entries, depth or bytes was hit; which one stands in `note`. */
		truncated: z.boolean(),
		note: z.string().optional(),
	}),
	z.object({
		t,
		type: z.literal('control-measured'),
		/** Who was late. */
		instance,
		/** A lone start of the same gateway at that time: spawn to listening, less starvation. */
		startMs: z.number().nonnegative(),
	}),
	z.object({
		t,
		type: z.literal('client-life-measured'),
		watchedMs: z.number().positive(),
		/** After what time a lone instance ended a client that only connects; null when it kept it as long as watched. */
		lifeMs: z.number().nonnegative().nullable(),
	}),
	z.object({
		t,
		type: z.literal('expectation-failed'),
		/** What the story expected beyond the contract, and found otherwise. */
		message: z.string(),
	}),
	z.object({ t, type: z.literal('note'), text: z.string() }),
	z.object({ t, type: z.literal('case-ended'), reason: z.string().optional() }),
]);

/** The name of everything that can stand in a timeline. */
export const eventTypes = eventSchema.options.map(({ shape }) => shape.type.value);

export type TimelineEvent = z.infer<typeof eventSchema>;
export type EventOf<T extends TimelineEvent['type']> = Extract<TimelineEvent, { type: T }>;

/** One case's record: append-only, in order of `t`. */
export type Timeline = readonly TimelineEvent[];
