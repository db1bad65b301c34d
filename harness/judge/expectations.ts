import type { OwnClauseId } from '../contract/clause-ids.ts';
import type { Timeline } from '../timeline/events.ts';
import type { ClauseResult } from './finding.ts';
import { evidenceTexts } from './messages.ts';

/** Under which what a scenario expects beyond the contract is reported. */
export const expectationClause: OwnClauseId = 'scenario:expectation';

/** What the scenario itself expected and did not find, as findings; nothing at all when it was never disappointed. */
export function judgeExpectations(timeline: Timeline): ClauseResult[] {
	const failed = timeline.filter((event) => event.type === 'expectation-failed');
	if (failed.length === 0) return [];
	const findings = failed.map(({ t, message }) => ({
		clause: expectationClause,
		message,
		evidence: [{ t, text: evidenceTexts.expectation }],
	}));
	return [{ id: expectationClause, status: 'broken', findings }];
}
