import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { resolveGateway } from '../builds/resolve-gateway.ts';
import type { ProjectConfig } from '../config/project-config.ts';
import type { CrashReport } from '../report/crash-report.ts';
import { exitCodeFor } from '../report/exit-code.ts';
import type { RaceReport } from '../report/race-report.ts';
import type { StormReport } from '../report/storm-report.ts';
import { masking, ownMask } from '../timeline/secrets.ts';
import { enterIsolation } from './enter-isolation.ts';
import {
	type Asked,
	type GatewayOptions,
	type MeasuredRun,
	type RunSettings,
	withMeasuredRun,
} from './measured-run.ts';

/**
 * Goes into namespaces, measures the gateway, and does the work there.
 *
 * @returns What the work returns: the exit code.
 */
export async function withMeasuredSession(
	{ needs, byBoth, ...options }: GatewayOptions & Pick<Asked, 'needs'> & Pick<RunSettings, 'byBoth'>,
	config: ProjectConfig,
	work: (run: MeasuredRun) => Promise<number>,
): Promise<number> {
	const gateway = await resolveGateway(options, process.cwd(), {
		say: (text) => process.stderr.write(`${text}\n`),
		recipes: config.recipes,
	});
	return await enterIsolation(
		[...gateway.visible],
		async (isolation) =>
			await withMeasuredRun({ options, config, gateway, needs }, isolation, work, { byBoth: byBoth ?? false }),
	);
}

/**
 * Writes the report of an exploration or a storm into its folder, and where else it is wanted, and tells it.
 *
 * @returns The exit code.
 */
export function publish(
	report: CrashReport | RaceReport | StormReport,
	{ text, json }: { readonly text: string; readonly json: string | null },
): number {
	const stored = `${JSON.stringify(masking(report), null, '\t')}\n`;
	writeFileSync(path.join(report.folder, `${report.kind}.json`), stored);
	if (json !== null) writeFileSync(json, stored);
	process.stdout.write(`${ownMask()(text)}\n`);
	return exitCodeFor(report.verdict);
}
