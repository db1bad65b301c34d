import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Report, reportSchema } from '../../harness/report/report.ts';
import { type Outcome, runGatelock, temporaryFolder } from './gatelock.ts';

/** Runs scenarios, and reads the report that a verdict comes with. */
export async function judged(args: readonly string[]): Promise<Outcome & { report: Report | null }> {
	const cwd = temporaryFolder();
	const outcome = await runGatelock(['run', ...args, '--json', 'report.json'], { cwd });
	const report =
		outcome.exitCode === 0 || outcome.exitCode === 1 ? readFileSync(path.join(cwd, 'report.json'), 'utf8') : null;
	return { ...outcome, report: report === null ? null : reportSchema.parse(JSON.parse(report)) };
}

/** The clauses that a report calls broken. */
export function brokenClauses(report: Report | null): string[] {
	return (report?.clauses ?? []).filter(({ status }) => status === 'broken').map(({ id }) => id);
}
