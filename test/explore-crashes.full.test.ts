import { expect, test } from 'vitest';
import type { CrashReport } from '../harness/report/crash-report.ts';
import { needsStrace } from '../harness/testing/needs-strace.ts';
import { exploreCrashes } from './testing/explored.ts';
import { fixtureCommand } from './testing/gatelock.ts';

await needsStrace();

const emptyWindow = ['--gateway', fixtureCommand('broken-gateways/lock-file-empty-window.mjs')];

/**
 * What each death leaves, and whether the next start keeps the contract. States are told by their order: their keys hold
 * the port, which is another one in each run without namespaces.
 */
function verdicts({ points, states }: CrashReport): string[] {
	const byKey = new Map(states.map((state) => [state.key, state]));
	const keys = [...new Set(points.map(({ state }) => state))];
	return points.map(({ id, call, state, verdict }) => {
		const what = call.replaceAll(/"\d+"/g, '"<pid>"').replaceAll(/(?<=[-:])\d{5}\b/g, '<port>');
		return `${id} ${what} state ${keys.indexOf(state)} ${verdict ?? byKey.get(state ?? '')?.verdict}`;
	});
}

/** What is broken, numbers aside, and where. */
function broken({ findings }: CrashReport): string[] {
	return findings
		.map(({ clause, message, isWithoutCrash, points }) => {
			const where = isWithoutCrash ? 'without a crash' : points.toSorted().join(' ');
			return `${clause} ${message.replaceAll(/\d+(?:\.\d+)?/g, '#')} ${where}`;
		})
		.sort();
}

test('taking states, starting from all of them, and killing at each call say the same', async () => {
	const options = [...emptyWindow, '--phase', 'startup', '--patience', '100ms'];
	const restored = await exploreCrashes(options);
	const unpruned = await exploreCrashes([...options, '--no-prune']);
	const killed = await exploreCrashes([...options, '--kill']);
	expect(verdicts(restored.report).length).toBeGreaterThanOrEqual(6);
	expect(new Set(verdicts(restored.report).map((line) => line.split(' ').at(-1)))).toEqual(new Set(['fail', 'pass']));
	expect(verdicts(unpruned.report)).toEqual(verdicts(restored.report));
	expect(verdicts(killed.report)).toEqual(verdicts(restored.report));
	expect(broken(restored.report).length).toBeGreaterThanOrEqual(2);
	expect(broken(unpruned.report)).toEqual(broken(restored.report));
	expect(broken(killed.report)).toEqual(broken(restored.report));
	expect(unpruned.report.totals.starts).toBeGreaterThan(restored.report.totals.starts);
	expect(killed.report.totals.starts).toBeGreaterThan(restored.report.totals.starts);
});

test('a gateway that keeps the contract is not accused, whatever it is doing when it dies', async () => {
	const { report, exitCode } = await exploreCrashes(['--steady', '200ms']);
	expect(report.findings).toEqual([]);
	expect(exitCode).toBe(0);
	expect(report.passes.map(({ pass }) => pass.replace(/:\d+/, '')).sort()).toEqual([
		'loser',
		'shutdown-SIGINT',
		'shutdown-SIGTERM',
		'shutdown-SIGUSR1',
		'startup',
		'startup/recovery',
		'steady',
	]);
});

test('a point by its call, as the reports on big programs name it', async () => {
	const name = 'startup:openat home/main/.gateway/gateway-{port}.lock';
	const { report, stdout, exitCode } = await exploreCrashes([
		...emptyWindow,
		'--point',
		name,
		'--patience',
		'1s',
		'--repeat',
		'2',
	]);
	expect(exitCode).toBe(1);
	expect(report.findings.map(({ clause }) => clause)).toContain('rebinds-immediately');
	expect(report.replay).toEqual({ point: name, runs: 2, failed: 2, proved: 2 });
	expect(stdout).toContain('   Death after openat home/main/.gateway/gateway-{port}.lock\n');
	const never = await exploreCrashes([
		...emptyWindow,
		'--point',
		'startup:openat home/main/no.lock',
		'--patience',
		'1s',
	]);
	expect(never.exitCode).not.toBe(0);
	expect(never.report.completeness.sentence).toContain('call openat home/main/no.lock never came');
});
