import { expect, test } from 'vitest';
import type { Finding } from '../judge/finding.ts';
import type { Judged } from './judged.ts';
import { TracerCost } from './tracer-cost.ts';

function judged(more: Partial<Judged>, ...findings: Finding[]): Judged {
	return {
		...{ verdict: 'pass', outcome: 'ready', looks: null, after: null, rest: [], restOf: null, starts: 1 },
		...{ lockout: null, listenMs: 1_000, tracedCalls: 1_000, late: null, folder: '' },
		clauses: [{ id: 'rebinds-immediately', status: findings.length > 0 ? 'broken' : 'holds', findings }],
		...more,
	};
}

const lost: Finding = { clause: 'rebinds-immediately', message: 'g2 exited instead of listening.', evidence: [] };
const late = (startByMs: number) => ({ late: { startByMs, isLateElsewhere: false } });

test('a late start is made again, until it is known what a tracer costs', () => {
	const cost = new TracerCost();
	expect(cost.mayHaveDecided(judged({}))).toBe(false);
	expect(cost.mayHaveDecided(judged(late(500)))).toBe(true);
	cost.learn(judged({ listenMs: 3_000 }), judged({ listenMs: 2_000 }));
	expect(cost.mayHaveDecided(judged(late(900)))).toBe(false);
	expect(cost.mayHaveDecided(judged(late(1_100)))).toBe(true);
	// More calls under the tracer cost more, nothing else does.
	expect(cost.mayHaveDecided(judged({ ...late(1_900), tracedCalls: 2_000 }))).toBe(false);
	expect(cost.mayHaveDecided(judged({ ...late(2_100), tracedCalls: 2_000 }))).toBe(true);
	// The least that it ever cost counts.
	cost.learn(judged({ listenMs: 2_400 }), judged({ listenMs: 2_000 }));
	expect(cost.mayHaveDecided(judged(late(900)))).toBe(true);
});

test('what is late elsewhere, or breaks though it has more time, is always made again', () => {
	const cost = new TracerCost();
	expect(cost.mayHaveDecided(judged({ late: { startByMs: 0, isLateElsewhere: true } }))).toBe(true);
	expect(cost.mayHaveDecided(judged({}, lost))).toBe(true);
	// After a start that was later than explained by what was known then, nothing was run.
	expect(cost.mayHaveDecided(judged({ rest: null }))).toBe(true);
	expect(cost.mayHaveDecided(judged({ rest: null, restOf: 0 }))).toBe(false);
});

test('a refusal counts when a start without a tracer was refused in the same words', () => {
	const cost = new TracerCost();
	const refused = { outcome: 'exited', listenMs: null } as const;
	expect(cost.mayHaveDecided(judged(refused, lost))).toBe(true);
	expect(cost.mayHaveDecided(judged({ ...refused, lockout: { said: 'locked', measured: null } }, lost))).toBe(false);
});
