import path from 'node:path';
import { type CrashReport, crashReportSchema } from '../harness/report/crash-report.ts';
import { gatelock, type Ran, readJson } from './command.ts';

export interface Explored {
	readonly ran: Ran;
	readonly report: CrashReport;
}

/**
 * `gatelock explore crashes` with its report.
 *
 * @throws Error when it ended without one.
 */
export async function exploreCrashes(folder: string, options: readonly string[]): Promise<Explored> {
	const json = path.join(folder, 'crashes.json');
	const ran = await gatelock(['explore', 'crashes', ...options, '--json', json], { cwd: folder });
	if (ran.exitCode === null || ran.exitCode > 1) {
		throw new Error(`gatelock explore crashes ${options.join(' ')} ended with exit code ${ran.exitCode}.`);
	}
	return { ran, report: crashReportSchema.parse(readJson(json)) };
}
