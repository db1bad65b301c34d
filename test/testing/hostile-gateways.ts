import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { describe, expect, inject, onTestFinished, test, vi } from 'vitest';
import { type FixtureProgram, hostileGateways } from '../../fixtures/programs.ts';
import { reportSchema } from '../../harness/report/report.ts';
import { membersOf } from '../zoo/groups.ts';
import { countInXml } from './count-in-xml.ts';
import { program, runGatelock, temporaryFolder } from './gatelock.ts';
import { Mark } from './marked.ts';

/** A run of one or two cases on two busy cores, with some megabytes or files more than usual. */
const runLimitMs = 540_000;
vi.setConfig({ testTimeout: runLimitMs + 60_000 });

/** Each process of the harness: Node with Vitest in it takes some 150 MB. */
const maxHarnessBytes = 600 * 1024 ** 2;
const lookIntervalMs = 100;
/** What a report may hold in a pipe: text and newlines. */
const rawControl = /[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]/;

/** The scenarios that a hostile gateway meets. */
const scenarios: Readonly<Record<string, readonly string[]>> = {
	'closes-stdio': ['second-instance-while-the-holder-runs'],
	'control-characters-in-message': ['second-instance-while-the-holder-runs'],
	'double-fork': ['sigterm-when-idle'],
	'sheds-every-mark': ['sigterm-when-idle'],
	'ignores-all-but-sigkill': ['sigterm-when-idle'],
};
const usual = ['sigkill-when-ready'];
const withReports = ['.gatelock', 'report.json', 'report.xml'];

/** Judges every hostile gateway in one isolation mode. */
export function testHostileGateways(title: string, isolation: Readonly<Record<string, string>>): void {
	describe(title, () => {
		const gateways = membersOf(hostileGateways(), inject('group'), () => 1);
		test.each(gateways.map((gateway) => [gateway.name, gateway] as const))('%s', async (_name, gateway) => {
			const run = await runHostile(gateway, isolation);
			expect(run.verdict).toEqual(expectedOf(gateway));
			expect(run.output).not.toMatch(rawControl);
			expect(run.peakBytes).toBeLessThan(maxHarnessBytes);
			expect(await run.mark.remains()).toEqual([]);
			expect(run.left()).toEqual({ tmp: [], home: [], cwd: run.hasReport ? withReports : withReports.slice(0, 1) });
			if (gateway.header.noVerdictBecause !== undefined) return;
			expect(await countInXml(run.junit)).toMatch(/^\d/);
			const again = await runGatelock(['judge', '.gatelock/latest'], { cwd: run.cwd });
			expect(again).toMatchObject({ exitCode: run.verdict.exitCode, stdout: expect.not.stringMatching(rawControl) });
		});
	});
}

/** What the harness must say of it: never more than its header does. */
function expectedOf({ header }: FixtureProgram) {
	if (header.breaks !== undefined) return { exitCode: 1, broken: [header.breaks] };
	return { exitCode: header.noVerdictBecause === undefined ? 0 : 3, broken: [] };
}

async function runHostile(gateway: FixtureProgram, isolation: Readonly<Record<string, string>>) {
	const mark = new Mark();
	const [cwd, tmp, home] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
	const command = gateway.command.map((word) => `'${word}'`).join(' ');
	const filters = scenarios[gateway.name] ?? usual;
	const options = ['--json', 'report.json', '--junit', 'report.xml'];
	const child = execa(process.execPath, [program, 'run', ...filters, '--gateway', command, ...options], {
		cwd,
		env: { ...isolation, ...mark.env, TMPDIR: tmp, HOME: home },
		reject: false,
		stdin: 'ignore',
		timeout: runLimitMs,
		killSignal: 'SIGKILL',
	});
	onTestFinished(() => void child.kill('SIGKILL'));
	const peak = watchMemory(mark, child);
	const { exitCode, stdout, stderr, timedOut } = await child;
	const report = path.join(cwd, 'report.json');
	return {
		cwd,
		mark,
		output: `${stdout}\n${stderr}`,
		peakBytes: await peak,
		junit: path.join(cwd, 'report.xml'),
		hasReport: existsSync(report),
		verdict: { exitCode: timedOut ? 'too late' : exitCode, broken: existsSync(report) ? brokenIn(report) : [] },
		left: () => ({ tmp: readdirSync(tmp), home: readdirSync(home), cwd: readdirSync(cwd).sort() }),
	};
}

function brokenIn(file: string): string[] {
	const { clauses } = reportSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
	return clauses.filter(({ status }) => status === 'broken').map(({ id }) => id);
}

/** The greatest resident size that any process of the harness reached, in bytes. */
async function watchMemory(mark: Mark, run: Promise<unknown>): Promise<number> {
	let isOver = false;
	const over = run.finally(() => {
		isOver = true;
	});
	let peakBytes = 0;
	while (!isOver) {
		for (const pid of mark.harness()) peakBytes = Math.max(peakBytes, peakOf(pid));
		await Promise.race([over, sleep(lookIntervalMs)]);
	}
	return peakBytes;
}

function peakOf(pid: number): number {
	try {
		const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
		return Number(kilobytes ?? 0) * 1024;
	} catch {
		return 0;
	}
}
