import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { type CrashReport, crashReportSchema } from '../../harness/report/crash-report.ts';
import { type RaceReport, raceReportSchema } from '../../harness/report/race-report.ts';
import { runGatelock, temporaryFolder } from './gatelock.ts';
import { againstSchema } from './published-schema.ts';

/** What an explorer reported, printed and returned. */
export interface Explored<Report> {
	readonly report: Report;
	readonly stdout: string;
	readonly exitCode: number | null;
}

/** `gatelock explore crashes`, with its JSON report checked against the published schema. */
export async function exploreCrashes(options: readonly string[]): Promise<Explored<CrashReport>> {
	const { json, stderr, ...outcome } = await explore('crashes', options);
	expect(stderr).not.toContain('gatelock:');
	return { report: crashReportSchema.parse(json), ...outcome };
}

/** `gatelock explore races`, with its JSON report checked against the published schema. */
export async function exploreRaces(options: readonly string[]): Promise<Explored<RaceReport>> {
	const { json, stderr: _, ...outcome } = await explore('races', options);
	return { report: raceReportSchema.parse(json), ...outcome };
}

async function explore(what: 'crashes' | 'races', options: readonly string[]) {
	const file = path.join(temporaryFolder(), `${what}.json`);
	const run = await runGatelock(['explore', what, ...options, '--json', file]);
	const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
	expect(againstSchema(`${what}.schema.json`, file)).toEqual([]);
	return { json, stdout: run.stdout, stderr: run.stderr, exitCode: run.exitCode };
}
