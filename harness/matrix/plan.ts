import type { ClauseId } from '../contract/clause-ids.ts';
import type { FailureClassId } from '../contract/failure-classes.ts';

/** When a fault hits, in the order of a gateway's life. */
export const matrixMoments = {
	exec: 'right after exec',
	'first-output': 'first output',
	'lock-seen': 'a lock file or folder is there',
	'before-bind': 'as it calls bind',
	'bound-not-listening': 'between bind and listen',
	listening: 'listening',
	ready: 'ready',
	'first-client': 'first client',
	'mid-message': '20 clients mid-message',
	'half-open': '20 half-open clients',
	'half-closed': '20 half-closed clients',
	'shutdown-10': '10 % into its shutdown',
	'shutdown-50': '50 % into its shutdown',
	'shutdown-90': '90 % into its shutdown',
	'loser-fails': 'while a loser fails',
	'next-starts': 'while the next one starts',
} as const;
export type MatrixMoment = keyof typeof matrixMoments;

type Kind = 'crash' | 'stop' | 'freeze' | 'signal' | 'inside' | 'state' | 'resource';

/** What hits; how a cell is told follows from its kind. */
export const matrixFaults = {
	sigkill: 'crash',
	sigquit: 'crash',
	sigabrt: 'crash',
	sigsegv: 'crash',
	sigterm: 'stop',
	sigint: 'stop',
	sigstop: 'freeze',
	sighup: 'signal',
	sigusr1: 'signal',
	sigpipe: 'signal',
	'uncaught-exception': 'inside',
	'unhandled-rejection': 'inside',
	abort: 'inside',
	exit: 'inside',
	'heap-exhaustion': 'inside',
	enospc: 'state',
	erofs: 'state',
	eacces: 'state',
	eio: 'state',
	'fd-exhaustion': 'resource',
	'memory-limit': 'resource',
	'cpu-starvation': 'resource',
} as const satisfies Record<string, Kind>;
export type MatrixFault = keyof typeof matrixFaults;

/** Where row and column meet. */
export interface MatrixCell {
	readonly moment: MatrixMoment;
	readonly fault: MatrixFault;
	readonly id: string;
	readonly title: string;
	readonly shows: string;
	readonly asserts: readonly ClauseId[];
	readonly covers: readonly FailureClassId[];
}

/** Every combination that can occur. Pure. */
export function matrixCells(): MatrixCell[] {
	return momentIds().flatMap((moment) =>
		faultIds()
			.filter((fault) => whyImpossible(moment, fault) === null)
			.map((fault) => cellOf(moment, fault)),
	);
}

export const momentIds = () => Object.keys(matrixMoments) as MatrixMoment[];
export const faultIds = () => Object.keys(matrixFaults) as MatrixFault[];
export const cellId = (moment: MatrixMoment, fault: MatrixFault) => `matrix-${moment}-${fault}`;

/** Why a fault cannot hit at a moment, or null. Pure. */
export function whyImpossible(moment: MatrixMoment, fault: MatrixFault): string | null {
	if (fault === 'eio') {
		return 'EIO takes a disk that fails on demand, and no user namespace may mount one; a tracer can give EIO, but tells files by their whole paths, not by their folder, so that what the gateway makes anew would be spared';
	}
	if ((moment === 'before-bind' || moment === 'bound-not-listening') && fault !== 'sigkill') {
		return 'bind and listen are one step for the gateway: what it handles it handles when it listens, and what it does not handle ends it there as SIGKILL does';
	}
	if (moment === 'exec' && matrixFaults[fault] === 'inside') return 'no code of the gateway runs yet';
	return null;
}

function cellOf(moment: MatrixMoment, fault: MatrixFault): MatrixCell {
	const isStop = matrixFaults[fault] === 'stop' && !moment.startsWith('shutdown');
	return {
		moment,
		fault,
		id: cellId(moment, fault),
		title: `Moment × fault: ${matrixMoments[moment]} × ${fault}`,
		shows: `after ${fault} (${matrixMoments[moment]}) the next gateway binds at once and nothing is left`,
		asserts: ['rebinds-immediately', 'no-stale-lock', ...(isStop ? (['frees-port-on-shutdown'] as const) : [])],
		covers: [...new Set<FailureClassId>([...classesOfKind[matrixFaults[fault]], ...classesOfMoment(moment)])],
	};
}

const classesOfKind: Readonly<Record<Kind, readonly FailureClassId[]>> = {
	crash: ['F1'],
	stop: ['F17'],
	freeze: ['F10'],
	signal: ['F16', 'F19'],
	inside: ['F1'],
	state: ['F26'],
	resource: ['F1', 'F10'],
};

function classesOfMoment(moment: MatrixMoment): readonly FailureClassId[] {
	if (moment.startsWith('shutdown')) return ['F6', 'F17'];
	if (moment === 'loser-fails') return ['F5', 'F28'];
	if (moment === 'next-starts') return ['F6', 'F27'];
	if (moment === 'lock-seen') return ['F7', 'F27'];
	return ['exec', 'first-output', 'before-bind', 'bound-not-listening', 'listening'].includes(moment) ? ['F27'] : [];
}
