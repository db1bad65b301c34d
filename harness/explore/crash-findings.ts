import { type CommandLine, repeatCommand } from '../arena/repeat-command.ts';
import type { Contract } from '../contract/contract.ts';
import { quoteForShell } from '../gateway/quote-for-shell.ts';
import type { ClauseResult, Finding } from '../judge/finding.ts';
import { judge } from '../judge/judge.ts';
import { sameness } from '../judge/sameness.ts';
import { pidsIn } from '../observe/pids-in-text.ts';
import type { CrashFinding, PointReport } from '../report/crash-report.ts';
import type { EventOf } from '../timeline/events.ts';
import type { CrashState } from './crash-state.ts';
import type { History } from './history.ts';
import type { Lockout } from './judged.ts';
import { masked } from './masks.ts';

/** A content longer than this is no mark of an owner; as in an audit. */
const maxContentCharacters = 4_096;

/** What a death leaves behind that the contract forbids; needs no start. Pure. */
export function leftoversOf({ events, state, elapsedMs }: History, contract: Contract): Finding[] {
	const audit = auditOf(state, elapsedMs);
	const clauses = judge([...events, audit, { t: elapsedMs, type: 'case-ended' }], contract);
	return clauses.find(({ id }) => id === 'no-stale-lock')?.findings ?? [];
}

function auditOf(state: CrashState, t: number): EventOf<'audit'> {
	const dead = new Set(state.pids);
	return {
		t,
		type: 'audit',
		alive: [],
		entries: state.entries.map(({ path, kind, sizeBytes, text, target }) => {
			const content = kind === 'symlink' ? target : text;
			const isShown = content !== undefined && content.length <= maxContentCharacters;
			return {
				...{ path, kind, sizeBytes, isNew: true, livePidsNamed: [] },
				...{ deadPidsNamed: isShown ? pidsIn(content, dead) : [], ...(isShown ? { content } : {}) },
			};
		}),
		kernelLocks: [],
		truncated: false,
	};
}

interface StateFindings {
	readonly points: readonly string[];
	readonly findings: readonly Finding[];
	readonly tree: readonly string[];
	readonly lockout: Lockout | null;
	readonly folder: string;
}

/** The same breach from several states is one finding; the state with the first point stands for it. Pure. */
export function groupFindings(all: {
	readonly states: readonly StateFindings[];
	readonly withoutCrash: readonly Finding[];
	readonly points: readonly PointReport[];
	readonly commandLine: CommandLine;
}): CrashFinding[] {
	const plain = new Set(all.withoutCrash.map(kindOf));
	const groups = new Map<string, { finding: Finding; states: StateFindings[] }>();
	for (const state of all.states) {
		for (const finding of state.findings) {
			const key = isLockout(finding) ? lockoutKind(finding, state.lockout?.said ?? null) : kindOf(finding);
			const group = groups.get(key) ?? { finding, states: [] };
			if (!group.states.includes(state)) group.states.push(state);
			groups.set(key, group);
		}
	}
	return [...groups.values()].map(({ finding, states }) => {
		const ids = states.flatMap(({ points }) => points);
		const isWithoutCrash = plain.has(kindOf(finding));
		const point = isWithoutCrash ? null : (all.points.find(({ id }) => id === ids[0]) ?? null);
		const [first] = states;
		return {
			...finding,
			isWithoutCrash,
			point,
			points: ids,
			state: [...(first?.tree ?? [])],
			lockout: isLockout(finding) ? measuredIn(states) : null,
			folder: first?.folder ?? '',
			replay:
				point === null
					? null
					: repeatCommand(all.commandLine, `explore crashes --point ${quoteForShell(point.name ?? point.id)}`),
		};
	});
}

/** The length of a lockout is measured once for each kind. */
function measuredIn(states: readonly StateFindings[]): CrashFinding['lockout'] {
	for (const { lockout, points } of states) {
		if (lockout?.measured) return { ...lockout.measured, said: lockout.said, measuredAt: points[0] ?? null };
	}
	return null;
}

/** Lockouts are of one kind when the same breaks and the start said the same, numbers aside. Pure. */
export function lockoutKind(finding: Finding, said: string | null): string {
	return `${kindOf(finding)} ${withoutNumbers(said ?? '')}`;
}

/** Equal for findings that tell of the same breach, though files with random names are other ones each time. Pure. */
export function kindOf(finding: Finding): string {
	return sameness({ ...finding, message: masked(finding.message, { pids: [], startTicks: [] }) });
}

/** Findings of several judgements, each kind once. Pure. */
export function together(...lists: readonly (readonly Finding[])[]): Finding[] {
	const kinds = new Map<string, Finding>();
	for (const finding of lists.flat()) if (!kinds.has(kindOf(finding))) kinds.set(kindOf(finding), finding);
	return [...kinds.values()];
}

/** The text with every number masked: pids, ports and times differ between two starts that say the same. Pure. */
export function withoutNumbers(text: string): string {
	return text.replaceAll(/\d+(?:\.\d+)?/g, '#');
}

/** All findings of a judgement. Pure. */
export function findingsIn(clauses: readonly ClauseResult[]): Finding[] {
	return clauses.flatMap(({ findings }) => findings);
}

/** A lockout belongs to what kept the next start from serving. */
export function isLockout({ clause }: Finding): boolean {
	return clause === 'rebinds-immediately' || clause === 'binds-at-startup';
}
