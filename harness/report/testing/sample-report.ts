import type { BuiltInClauseId } from '../../contract/clause-ids.ts';
import type { ClauseResult, Finding } from '../../judge/finding.ts';
import { buildReport, type RunFacts } from '../build-report.ts';
import type { CaseReport, Report } from '../report.ts';

/** A case that passed; `facts` replaces what a test is about. */
export function sampleCase(facts: Partial<CaseReport> = {}): CaseReport {
	return {
		id: 'kill/sigkill-when-ready',
		title: 'SIGKILL when ready',
		file: 'scenarios/kill.scenario.ts',
		verdict: 'pass',
		asserts: ['rebinds-immediately', 'no-stale-lock'],
		clauses: statuses({ 'single-instance': 'holds', 'rebinds-immediately': 'holds', 'no-stale-lock': 'holds' }),
		findings: [],
		durationMs: 1234,
		folder: 'cases/kill-sigkill-when-ready',
		repeat: 'npx gatelock run kill/sigkill-when-ready --seed 42',
		runs: 1,
		...facts,
	};
}

/** A report built from the given cases. */
export function sampleReport(cases: CaseReport[], facts: Partial<RunFacts> = {}): Report {
	return buildReport({
		gateway: 'node my-gateway.mjs gateway --port {port}',
		contract: 'clawdbot-2025-12',
		isolation: 'own user, pid, network and mount namespaces',
		seed: 42,
		baseline: { coldStartMs: 1830, warmStartMs: 412, failStartMs: 371 },
		limits: [
			{ clause: 'binds-at-startup', limitMs: 3824, origin: 'warm start 412 ms × 2 + 3000 ms (for a cold disk)' },
			{ clause: 'fails-fast', limitMs: 800, origin: '--limit' },
		],
		control: 'two instances on one port: the second one lost',
		cases,
		durationMs: 41_234,
		folder: '.gatelock/runs/0001',
		versions: { gatelock: '0.1.0', node: '24.21.0' },
		...facts,
	});
}

export const inexactMessage: Finding = {
	clause: 'exact-error-in-use',
	message: 'g2 lost, but the message that it printed is not the exact one.',
	evidence: [
		{ t: 402.1, text: 'g1 listens on 127.0.0.1:18789 (pid 412)' },
		{ t: 431, text: 'g2 spawned: node my-gateway.mjs gateway --port 18789' },
		{ t: 861.25, text: 'g2 stderr: another gateway instance is already listening on ws://localhost:18789.' },
		{ t: 866.9, text: 'g2 exited with code 1' },
	],
	expected: 'another gateway instance is already listening on ws://127.0.0.1:18789',
	actual: 'another gateway instance is already listening on ws://localhost:18789.',
};

export const staleLock: Finding = {
	clause: 'no-stale-lock',
	message: 'tmp/gateway.4f2a.lock was left behind: it names pid 412, which is dead.',
	evidence: [
		{ t: 1204.5, text: 'SIGKILL to the tree of g1, proved by its wait status' },
		{ t: 1231, text: 'audit, no instance alive: tmp/gateway.4f2a.lock, 18 bytes, new: {"pid":412}' },
	],
};

/** One case of every kind: pass, two that fail in the same way, a difference of messages, invalid, skipped, flaky. */
export function sampleCases(): CaseReport[] {
	return [
		sampleCase(),
		sampleCase({
			id: 'second/while-holder-runs',
			title: 'second instance while the holder runs',
			verdict: 'fail',
			clauses: statuses({ 'exact-error-in-use': 'broken', 'fails-fast': 'holds', 'single-instance': 'holds' }),
			findings: [inexactMessage],
			folder: 'cases/second-while-holder-runs',
			repeat: 'npx gatelock run second/while-holder-runs --seed 42',
		}),
		sampleCase({
			id: 'kill/sigkill-with-clients',
			title: 'SIGKILL with 50 clients',
			verdict: 'fail',
			clauses: statuses({ 'no-stale-lock': 'broken', 'rebinds-immediately': 'holds' }),
			findings: [staleLock],
			folder: 'cases/kill-sigkill-with-clients',
			repeat: 'npx gatelock run kill/sigkill-with-clients --seed 42',
		}),
		sampleCase({
			id: 'kill/heap',
			title: 'heap exhaustion',
			verdict: 'flaky',
			runs: 5,
			clauses: statuses({ 'no-stale-lock': 'broken' }),
			findings: [{ ...staleLock, message: staleLock.message.replace('412', '977') }],
			folder: 'cases/kill-heap',
			repeat: 'npx gatelock run kill/heap --seed 42 --repeat 5',
		}),
		sampleCase({
			id: 'kill/before-bind',
			title: 'SIGKILL before the bind',
			verdict: 'invalid',
			clauses: statuses({ 'port-override': 'holds' }),
			reason: 'The fault SIGKILL was planned at the first bind, but there is no proof that it fired.',
			folder: 'cases/kill-before-bind',
			repeat: 'npx gatelock run kill/before-bind --seed 42',
		}),
		sampleCase({
			id: 'bind/eacces',
			title: 'bind fails with EACCES',
			verdict: 'skipped',
			clauses: [],
			reason: noStrace,
		}),
		sampleCase({
			id: 'bind/emfile',
			title: 'bind fails with EMFILE',
			verdict: 'skipped',
			clauses: [],
			reason: noStrace,
		}),
	];
}

const noStrace = 'strace is not on the PATH';

function statuses(given: Partial<Record<BuiltInClauseId, ClauseResult['status']>>): CaseReport['clauses'] {
	return Object.entries(given).map(([id, status]) => ({ id: id as BuiltInClauseId, status }));
}
