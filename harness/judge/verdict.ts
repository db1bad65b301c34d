import type { BuiltInClauseId, ClauseId } from '../contract/clause-ids.ts';
import type { Timeline } from '../timeline/events.ts';
import { refusedForCredentials } from './credentials.ts';
import type { ClauseResult, Verdict } from './finding.ts';
import type { JudgeOptions } from './judge.ts';
import { verdictReasons } from './messages.ts';
import type { OwnClause } from './own-clause.ts';
import { storyOf } from './story.ts';
import type { Fault } from './story-model.ts';

export interface CaseVerdict {
	readonly verdict: Extract<Verdict, 'pass' | 'fail' | 'invalid'>;
	/** Why there is no verdict. */
	readonly reason?: string;
}

/**
 * The verdict of a case. Any finding fails it, asserted or not. Without findings it only passes when every planned
 * fault is proved, every asserted clause was exercised, clients were let in and the record is complete.
 */
export function verdictOf(
	timeline: Timeline,
	asserts: readonly ClauseId[],
	clauseResults: readonly ClauseResult[],
	options: Pick<JudgeOptions, 'ownClauses'> = {},
): CaseVerdict {
	if (clauseResults.some((each) => each.findings.length > 0)) return { verdict: 'fail' };
	const story = storyOf(timeline);
	const { instances } = story;
	for (const instance of instances) {
		const refused = refusedForCredentials(story, instance);
		if (refused === undefined) continue;
		return { verdict: 'invalid', reason: verdictReasons.wantsCredentials(instance.id, refused.reason) };
	}
	for (const instance of instances) {
		const fault = instance.faults.find((each) => each.provedAt === undefined);
		if (fault === undefined) continue;
		return { verdict: 'invalid', reason: verdictReasons.unproven(fault.name, instance.id, whyUnproven(fault)) };
	}
	if (!timeline.some((each) => each.type === 'case-ended')) {
		return { verdict: 'invalid', reason: verdictReasons.cutShort };
	}
	const mistaken = clauseResults.find((each) => each.error !== undefined);
	if (mistaken?.error !== undefined) {
		return { verdict: 'invalid', reason: verdictReasons.clauseError(mistaken.id, mistaken.error) };
	}
	const missing = asserts.find((id) => clauseResults.find((each) => each.id === id)?.status !== 'holds');
	if (missing !== undefined) {
		return { verdict: 'invalid', reason: whyMissing(missing, clauseResults, options.ownClauses ?? []) };
	}
	return { verdict: 'pass' };
}

/** The verdict of several cases: the gravest; `skipped` only when nothing else ran, `invalid` when nothing did. */
export function mergeVerdicts(verdicts: readonly Verdict[]): Verdict {
	const gravest = (['fail', 'flaky', 'invalid', 'pass', 'skipped'] as const).find((each) => verdicts.includes(each));
	return gravest ?? 'invalid';
}

function whyMissing(id: ClauseId, results: readonly ClauseResult[], ownClauses: readonly OwnClause[]): string {
	if (!results.some((each) => each.id === id)) return verdictReasons.unknownClause(id);
	return verdictReasons.notExercised(id, ownClauses.find((each) => each.id === id)?.exercisedBy ?? exercisedByOf(id));
}

function exercisedByOf(id: ClauseId): string {
	return (exercisedBy as Readonly<Record<string, string>>)[id] ?? '';
}

function whyUnproven(fault: Fault): string {
	return fault.unproven ?? (fault.firedAt === undefined ? verdictReasons.neverFired : verdictReasons.noProof);
}

const exercisedBy: Readonly<Record<BuiltInClauseId, string>> = {
	'single-instance': 'two instances on one port, at once or one after the other',
	'isolated-profiles': 'two instances with different profiles and ports that live together',
	'binds-at-startup': 'a start on a free port that no fault hits before it listens',
	'exclusive-listener': 'an instance that listens and a probe of its listener',
	'rebinds-immediately': 'a start on the port of an instance that died, watched until it listens or its limit is over',
	'no-stale-lock': 'an audit when every instance is gone',
	'fails-fast': 'an instance that is refused the port, watched until it exits or its limit is over',
	'exact-error-in-use': 'an instance that loses its port to another instance and exits',
	'exact-error-bind-failed': 'a proved bind failure other than EADDRINUSE',
	'foreign-occupant': 'an instance that loses its port to an occupant and exits',
	'port-override': 'an instance started with --port that listens or is refused',
	'frees-port-on-shutdown': 'a proved graceful stop, watched until the instance is gone or its limit is over',
	'holder-undisturbed': 'an instance that tries to start while another one listens on its port',
	'pid-guard-independent': 'a PID guard planted before a start on a free port',
};
