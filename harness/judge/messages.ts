import type { Contradiction } from '../contract/contract.ts';
import type { Readiness } from '../contract/readiness.ts';
import type { FileChange, KernelLock } from '../timeline/events.ts';
import type { Elapsed } from './elapsed.ts';

/** What the kernel keeps, by its name. */
const kernelObjects: Readonly<Record<KernelLock['kind'], string>> = {
	flock: 'flock on',
	posix: 'POSIX lock on',
	'abstract-socket': 'abstract socket',
	listener: 'listener on',
	'shared-memory': 'System V shared memory segment with',
	semaphores: 'System V semaphore set with',
	'message-queue': 'System V message queue with',
	'posix-message-queue': 'POSIX message queue',
};

/** Every sentence of the judge. Ids such as g1 are instances in the order of their starts. */
export const findingMessages = {
	overlap: (one: string, other: string, port: number) =>
		`${one} and ${other} both listened on port ${port} at the same time.`,
	bothReady: (one: string, other: string, port: number) =>
		`${one} and ${other} both served port ${port} at the same time.`,

	exitedInsteadOfListening: (id: string, port: number, how: string) =>
		`${id} exited (${how}) instead of listening on port ${port}, though nobody held it.`,
	exitedAfterATry: (id: string, address: string, triedMs: number, how: string) =>
		`${id} exited (${how}) instead of serving its port, though nobody held it; it had listened on ${address} for ${Math.round(triedMs)} ms only.`,
	silentInsteadOfListening: (id: string, address: string, span: Elapsed, limitMs: number) =>
		`${id} was alive, but still did not listen on ${address} after ${inWords(span)}; the limit is ${limitMs} ms.`,
	elsewhereInsteadOfListening: (id: string, address: string, elsewhere: string) =>
		`${id} listened on ${elsewhere} instead of ${address}.`,
	waitedBeforeListening: (id: string, idleMs: number, span: Elapsed, limitMs: number) =>
		`${id} waited ${Math.round(idleMs)} of ${Math.round(span.wallMs)} ms before it listened; the limit on waiting is ${Math.round(limitMs)} ms.`,
	lateListening: (id: string, address: string, span: Elapsed, limitMs: number) =>
		`${id} listened on ${address} after ${inWords(span)}; the limit is ${limitMs} ms.`,
	noneListening: (ids: string, address: string) =>
		`None of ${ids} came to listen on ${address}, though nobody else held it.`,
	readyBeforeBind: (id: string, port: number) => `${id} claimed to be ready before it listened on port ${port}.`,
	noService: (id: string, address: string, { kind }: Readiness, reason: string) =>
		`${id} listens on ${address}, but ${serviceNames[kind]}: ${reason}.`,

	sharedPort: (id: string, address: string) => `Another socket could bind ${address} beside the listener of ${id}.`,
	notLoopback: (id: string, address: string) => `${id} listens on ${address}, which is not loopback.`,

	orphanHolds: (id: string, pid: number, dead: string, port: number) =>
		`${id} could not listen: port ${port} is still held by pid ${pid} of ${dead}.`,
	notRebound: (dead: string, what: string) => `After the death of ${dead}: ${what}`,

	leftover: (path: string, kind: string, reason: string) => `The ${kind} ${path} was left behind: ${reason}.`,
	kernelLock: (kind: KernelLock['kind'], what: string, pid: number | undefined) =>
		`The ${kernelObjects[kind]} ${what} outlived every instance${pid === undefined ? '' : ` (pid ${pid})`}.`,

	exitCodeZero: (id: string) => `${id} could not have its port, but exited with code 0.`,
	killedBySignal: (id: string, signal: string) =>
		`${id} could not have its port, but ended by ${signal}, which nobody sent.`,
	refusedLate: (id: string, span: Elapsed, limitMs: number) =>
		`${id} could not have its port, but took ${inWords(span)} to exit; the limit is ${limitMs} ms.`,
	refusedWaiting: (id: string, span: Elapsed, idleMs: number, limitMs: number) =>
		`${id} could not have its port, but waited ${Math.round(idleMs)} of ${Math.round(span.wallMs)} ms before it exited; the limit on waiting is ${Math.round(limitMs)} ms.`,
	refusedAlive: (id: string, span: Elapsed, limitMs: number) =>
		`${id} could not have its port, but still lived after ${inWords(span)}; the limit is ${limitMs} ms.`,

	notExact: (id: string, holder: string, what: string) =>
		`${id} lost to ${holder} and did not say so with the exact message${what}.`,
	bindFailedNotExact: (id: string, fault: string, what: string) =>
		`${id} could not bind (${fault}) and did not say so with the exact message${what}.`,
	lostAndOtherCause: (id: string, holder: string) =>
		`${id} lost to ${holder} and said so, but its output also says that the bind failed for another cause.`,
	bindFailedAndOtherCause: (id: string, fault: string) =>
		`${id} could not bind (${fault}) and said so, but its output also says that another gateway instance listens.`,
	saidNothing: '; it printed nothing',

	hopped: (id: string, port: number, elsewhere: string) =>
		`${id} was told --port ${port} and listened on ${elsewhere}.`,
	hoppedUntold: (id: string, port: number, elsewhere: string) =>
		`${id} could not have the default port ${port} and, without --port, listened on ${elsewhere}.`,
	otherPortNamed: (id: string, port: number, named: number) =>
		`${id} was told --port ${port}, but its message names ${named}.`,

	stillListening: (id: string, fault: string, address: string, limitMs: number) =>
		`${id} still listened on ${address} ${limitMs} ms after ${fault}.`,
	stillAlive: (id: string, fault: string, pids: string, limitMs: number) =>
		`${id} was not gone ${limitMs} ms after ${fault}: ${pids}.`,
	goneLate: (id: string, fault: string, span: Elapsed, limitMs: number) =>
		`${id} took ${inWords(span)} to be gone after ${fault}; the limit is ${limitMs} ms.`,

	holderDisturbed: (holder: string, losers: string, what: string) =>
		`While ${losers} tried to start, the holder ${holder} ${what}.`,
	filesChanged: (holder: string, loser: string, paths: string) =>
		`The start of ${loser} changed files of the holder ${holder}: ${paths}.`,

	neighbourPrevents: (neighbour: string, what: string) => `Beside ${neighbour}, with its own profile and port: ${what}`,
	neighbourDisturbed: (id: string, starter: string, what: string) =>
		`While ${starter} started with its own profile and port, ${id} ${what}.`,

	sharedState: (one: string, other: string, profile: string) =>
		`${one} and ${other} both listened at the same time, with the same home ${profile}.`,
	notReclaimed: (path: string, successor: string) =>
		`${path} still names a dead owner, though ${successor} has listened since.`,
	wrongExitCode: (id: string, how: 'refused' | 'stopped', exited: string, codes: readonly number[]) =>
		`${id} was ${how === 'refused' ? 'refused its port' : 'asked to stop'} and exited with ${exited}; for that there is ${codes.join(' or ')}.`,

	guardDecides: (path: string, what: string) => `With the PID guard ${path}: ${what}`,
} as const;

/** What happened to an instance, for `holderDisturbed` and `neighbourDisturbed`. */
export const disturbances = {
	stoppedListening: (address: string) => `stopped listening on ${address}`,
	exited: (how: string) => `exited (${how})`,
	gone: 'was gone',
	processGone: (pid: number) => `lost its process ${pid}`,
	clientClosed: (client: string, code: number | null) => `lost its client ${client} (code ${code ?? 'none'})`,
} as const;

const fileChanges: Readonly<Record<FileChange['change'], string>> = {
	deleted: 'was deleted',
	replaced: 'was replaced',
	modified: 'was modified',
	'mode-changed': 'was given other permissions',
	'owner-changed': 'was given another owner',
	touched: 'was given another time',
};

export const evidenceTexts = {
	expectation: 'the story was here when it looked',
	spawned: (id: string, port: number) => `${id} spawned for port ${port}`,
	listening: (id: string, address: string, pid: number, span?: Elapsed) =>
		`${id} listens on ${address} (pid ${pid})${span === undefined ? '' : `, ${inWords(span)} after its spawn`}`,
	stoppedListening: (id: string, address: string) => `${id} no longer listens on ${address}`,
	ready: (id: string, address: string) => `${id} is ready on ${address}`,
	exited: (id: string, how: string) => `${id} exited: ${how}`,
	gone: (id: string) => `every process of ${id} is gone`,
	lastLine: (id: string, line: string) => `last line of ${id}: ${line}`,
	line: (id: string, line: string) => `${id} printed: ${line}`,
	gaveUp: (id: string, waitedFor: string, state: string, span: Elapsed) =>
		`gave up waiting for ${id} (${waitedFor}) after ${inWords(span)}: ${state}`,
	faultFired: (id: string, fault: string) => `${fault} hits ${id}`,
	occupant: (id: string, kind: string, address: string) => `occupant ${id} (${kind}) listens on ${address}`,
	audit: 'audit: no instance lives',
	entry: (path: string, kind: string) => `audit finds the ${kind} ${path}`,
	kernelLock: (kind: KernelLock['kind'], what: string) => `audit finds the ${kernelObjects[kind]} ${what}`,
	content: (head: string) => `it says: ${head}`,
	probe: (address: string, outcome: string) => `bind of ${address} with SO_REUSEPORT: ${outcome}`,
	guard: (path: string, pid: number) => `PID guard ${path} planted, naming pid ${pid}`,
	fileChange: (path: string, change: FileChange['change']) => `${path} ${fileChanges[change]}`,
	fileText: (when: string, text: string) => `${when}: ${text}`,
	handshake: (address: string, reason: string) => `WebSocket handshake with ${address} failed: ${reason}`,
	disturbed: (id: string, what: string) => `${id} ${what}`,
} as const;

export const verdictReasons = {
	unproven: (fault: string, instance: string, reason: string) =>
		`The fault ${fault} on ${instance} was planned but not proved (${reason}), so the case shows nothing.`,
	wantsCredentials: (instance: string, reason: string) =>
		`${instance} let no client in: it answers a WebSocket handshake with ${reason}, also one with the harness's token. Next step: start it with that token ({token} in --gateway), or without authentication on loopback.`,
	neverFired: 'it never fired',
	noProof: 'it fired, but nothing proves that it took effect',
	notExercised: (clause: string, needs: string) =>
		`The clause ${clause} was asserted but never exercised: it takes ${needs}.`,
	clauseError: (clause: string, error: string) => `The clause ${clause} could not judge this case: ${error}`,
	unknownClause: (clause: string) =>
		`The clause ${clause} was asserted, but it is not defined here. Next step: run this in the project whose config file names it under "clauses".`,
	cutShort: 'The record ends without "case-ended": the harness was stopped while the case ran.',
} as const;

/** What is wrong with the code of a clause of the project's own. */
export const clauseMistakes = {
	threw: (error: unknown) => `its judge threw ${error instanceof Error ? throwLine(error) : String(error)}`,
	shape: (problems: string) =>
		`its judge must return { exercised: boolean, findings: [{ message, evidence? }] }, and not a promise. ${problems}`,
} as const;

/** What a build ships says one thing, what it does another. */
export function contradictionText({ document, code, source }: Contradiction): string {
	return `its own document says "${document}" (${source}), but ${code}`;
}

/** The error, and the line of code that threw it. */
function throwLine(error: Error): string {
	const frame = error.stack?.split('\n').find((line) => /^\s+at /.test(line));
	return `${error.name}: ${error.message}${frame === undefined ? '' : ` (${frame.trim()})`}`;
}

/** `exit code 1`, `SIGKILL`. */
export function howItExited(
	exited: { readonly code: number | null; readonly signal: string | null } | undefined,
): string {
	if (exited === undefined) return 'unknown how';
	if (exited.signal !== null) return exited.signal;
	return exited.code === null ? 'unknown how' : `exit code ${exited.code}`;
}

/** `4100 ms`, or both times when the processes had to wait for a core. */
function inWords(span: Elapsed): string {
	const effective = Math.round(span.effectiveMs);
	if (span.starvedMs <= 0) return `${effective} ms`;
	return `${effective} ms, not counting ${Math.round(span.starvedMs)} ms of ${Math.round(span.wallMs)} ms without a core`;
}

/** `[::1]:18789`, `127.0.0.1:18789`. */
export function at(address: string, port: number): string {
	return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

const serviceNames: Readonly<Record<Readiness['kind'], string>> = {
	websocket: 'no WebSocket',
	http: 'gives no HTTP answer',
	tcp: 'accepts no connection',
	output: 'does not say that it serves',
};
