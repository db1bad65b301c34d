import { expect, test } from 'vitest';
import { clawdbot202512 } from '../contract/clawdbot-2025-12.ts';
import type { Finding } from '../judge/finding.ts';
import { groupFindings, leftoversOf } from './crash-findings.ts';
import { deathEvents } from './history.ts';

const lockEntry = { path: 'home/main/x.lock', kind: 'file' as const, mode: 0o644, sizeBytes: 0, ageMs: 0, text: '' };

test('what a death leaves is judged without a start', () => {
	const events = [
		{
			...{ t: 1, type: 'spawned' as const, instance: 'g1', pid: 620, port: 20_000, explicitPort: true },
			...{ profile: 'main', command: [], surroundings: {}, slowdown: 10 },
		},
		...deathEvents([{ id: 'g1', pids: [620], starvedMs: 0 }], 50, 'mkdir home/main'),
	];
	const state = { entries: [lockEntry], removed: [], pids: [620], startTicks: [] };
	const findings = leftoversOf({ events, state, elapsedMs: 50, instanceCount: 1 }, clawdbot202512);
	expect(findings.map(({ message }) => message)).toEqual([
		'The file home/main/x.lock was left behind: its name says "lock".',
	]);
	const nothing = { events, state: { ...state, entries: [] }, elapsedMs: 50, instanceCount: 1 };
	expect(leftoversOf(nothing, clawdbot202512)).toEqual([]);
});

test('the same breach from several states is one finding, told by its first point', () => {
	const lost = (id: string): Finding => ({
		...{ clause: 'rebinds-immediately', message: `After the death of g1: ${id} exited (exit code 1).`, evidence: [] },
	});
	const plain: Finding = { clause: 'exact-error-in-use', message: 'g2 lost to g1.', evidence: [] };
	const measured = { refusedMs: 20_000, lockedOutMs: 30_100, starts: 6, endedBy: 'start 6 served' };
	const lockout = { said: 'lock timeout after 5000ms', measured };
	const point = (id: string) => ({
		id,
		name: null,
		call: 'open x',
		trace: 't',
		traceLine: 3,
		state: 'a',
		unproved: null,
	});
	const base = { tree: ['x.lock  (empty)'], folder: 'cases/1' };
	const findings = groupFindings({
		states: [
			{ ...base, points: [], findings: [plain], lockout: null },
			{ ...base, points: ['startup:5'], findings: [lost('g2'), plain], lockout },
			{
				...base,
				points: ['startup:7'],
				findings: [lost('g3')],
				lockout: { said: 'lock timeout after 5001ms', measured: null },
			},
			{ ...base, points: ['startup:9'], findings: [lost('g3')], lockout: { ...lockout, said: 'guard is held' } },
		],
		withoutCrash: [plain],
		points: ['startup:5', 'startup:7', 'startup:9'].map(point),
		commandLine: { program: 'npx gatelock', repeatOptions: '--build x@1' },
	});
	expect(findings).toMatchObject([
		{ clause: 'exact-error-in-use', isWithoutCrash: true, point: null, replay: null, lockout: null },
		{
			clause: 'rebinds-immediately',
			isWithoutCrash: false,
			point: { id: 'startup:5' },
			points: ['startup:5', 'startup:7'],
			lockout: { lockedOutMs: 30_100, measuredAt: 'startup:5' },
			replay: 'npx gatelock explore crashes --point startup:5 --build x@1',
		},
		{ points: ['startup:9'], lockout: { said: 'guard is held' } },
	]);
});

test('files with random names are other ones in every state, and one finding', () => {
	const left = (name: string): Finding => ({
		...{ clause: 'no-stale-lock', message: `The file home/main/cache-${name}/owner was left behind.`, evidence: [] },
	});
	const state = (at: string, name: string) => ({
		...{ points: [at], findings: [left(name)], lockout: null, tree: [], folder: '' },
	});
	const findings = groupFindings({
		states: [state('startup:5', 'eiuTo2'), state('startup:7', 'P8AUX1'), state('startup:8', 'other')],
		withoutCrash: [],
		points: [],
		commandLine: { program: '', repeatOptions: '' },
	});
	expect(findings.map(({ points }) => points)).toEqual([['startup:5', 'startup:7'], ['startup:8']]);
});
