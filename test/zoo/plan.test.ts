import { expect, test } from 'vitest';
import { planFor } from './plan.ts';

const scenarios = [
	{ id: 'crash', group: 'crash', tags: ['quick'], asserts: ['rebinds-immediately', 'no-stale-lock'] },
	{ id: 'crash-hard', group: 'crash', tags: ['full'], asserts: ['rebinds-immediately'] },
	{ id: 'stop', group: 'shutdown', tags: [], asserts: ['frees-port-on-shutdown'] },
	{ id: 'variant', group: 'matrix', tags: ['deep'], asserts: ['rebinds-immediately'] },
];

test('a broken gateway meets the quick scenarios, then those that assert its clause, then the others', () => {
	const broken = { header: { summary: '', breaks: 'rebinds-immediately', also: [] } } as const;
	expect(planFor(broken, scenarios, { isFull: false })).toEqual({
		rounds: [['crash'], ['crash-hard'], ['stop']],
		wanted: 'rebinds-immediately',
	});
});

test('a correct gateway meets the quick scenarios and those that look closest', () => {
	const correct = { header: { summary: '', also: [] } };
	expect(planFor(correct, scenarios, { isFull: false })).toEqual({ rounds: [['crash', 'stop']], wanted: null });
});

test('in full, every gateway meets every scenario', () => {
	const broken = { header: { summary: '', breaks: 'rebinds-immediately', also: [] } } as const;
	expect(planFor(broken, scenarios, { isFull: true })).toEqual({
		rounds: [['crash', 'crash-hard', 'stop']],
		wanted: null,
	});
});
