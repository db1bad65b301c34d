import { expect, test } from 'vitest';
import type { ClauseId } from '../contract/clause-ids.ts';
import { clawdbot202512 } from '../contract/clawdbot-2025-12.ts';
import { judge } from './judge.ts';
import { defineClause, type OwnClause } from './own-clause.ts';
import { TimelineBuilder } from './testing/timeline-builder.ts';
import { verdictOf } from './verdict.ts';
import { withOwnClauses } from './with-own-clauses.ts';

const id = 'acme:quiet-loser';

function clauseThat(judge: OwnClause['judge']): OwnClause {
	return defineClause({ id, quote: 'a loser is quiet', judged: 'it prints one line', exercisedBy: 'a loser', judge });
}

function verdictWith(clause: OwnClause, asserts: ClauseId[] = [id]) {
	const timeline = new TimelineBuilder(asserts).end(10);
	const ownClauses = [clause];
	const results = judge(timeline, clawdbot202512, { ownClauses });
	return { own: results.at(-1), count: results.length, ...verdictOf(timeline, asserts, results, { ownClauses }) };
}

test('a clause of the project’s own is judged after the document’s, and a finding of it fails the case', () => {
	const clause = clauseThat(({ story, timeline }) => ({
		exercised: true,
		findings: [{ message: `${timeline.length} events, ${story.instances.length} instances` }],
	}));
	expect(verdictWith(clause)).toEqual({
		count: 15,
		own: { id, status: 'broken', findings: [{ clause: id, message: '2 events, 0 instances', evidence: [] }] },
		verdict: 'fail',
	});
});

test('it holds only when it was put to the test', () => {
	expect(verdictWith(clauseThat(() => ({ exercised: true, findings: [] })))).toMatchObject({ verdict: 'pass' });
	expect(verdictWith(clauseThat(() => ({ exercised: false, findings: [] })))).toMatchObject({
		verdict: 'invalid',
		reason: 'The clause acme:quiet-loser was asserted but never exercised: it takes a loser.',
	});
});

test.each<[string, () => unknown, RegExp]>([
	['answers nothing', () => undefined, /must return \{ exercised/],
	['is asynchronous', async () => ({ exercised: true, findings: [] }), /and not a promise/],
	['answers in another shape', () => ({ exercised: 'yes', findings: [] }), /expected boolean/],
	['finds without words', () => ({ exercised: true, findings: [{ message: '' }] }), /message/],
])('a clause that %s allows no verdict', (_, answer, reason) => {
	const outcome = verdictWith(clauseThat(answer as OwnClause['judge']), []);
	expect(outcome.verdict).toBe('invalid');
	expect(outcome.reason).toMatch(/^The clause acme:quiet-loser could not judge this case: /);
	expect(outcome.reason).toMatch(reason);
});

test('a clause that throws is told with the line that threw', () => {
	const outcome = verdictWith(
		clauseThat(() => {
			throw new TypeError('a mistake');
		}),
		[],
	);
	expect(outcome).toMatchObject({ verdict: 'invalid' });
	expect(outcome.reason).toMatch(/its judge threw TypeError: a mistake \(at .*own-clause\.test\.ts/);
});

test('a clause that is asserted and defined nowhere allows no verdict', () => {
	const timeline = new TimelineBuilder([id]).end(10);
	const results = judge(timeline, clawdbot202512);
	expect(verdictOf(timeline, [id], results)).toEqual({
		verdict: 'invalid',
		reason:
			'The clause acme:quiet-loser was asserted, but it is not defined here. Next step: run this in the project whose config file names it under "clauses".',
	});
});

test('what a scenario expected in vain is a finding, and is there when the record is judged again', () => {
	const builder = new TimelineBuilder();
	const timeline = builder.end(10).toSpliced(1, 0, { t: 1, type: 'expectation-failed', message: 'expected 1 to be 2' });
	const results = judge(timeline, clawdbot202512);
	expect(results.at(-1)).toMatchObject({ id: 'scenario:expectation', status: 'broken' });
	expect(verdictOf(timeline, [], results)).toEqual({ verdict: 'fail' });
	expect(judge(builder.end(10), clawdbot202512)).toHaveLength(14);
});

test('reports quote it', () => {
	const clause = clauseThat(() => ({ exercised: false, findings: [] }));
	expect(withOwnClauses(clawdbot202512, [clause]).clauses[id]).toEqual({
		quote: 'a loser is quiet',
		judged: 'it prints one line',
		exercisedBy: 'a loser',
	});
});
