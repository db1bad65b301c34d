import type { Shadow } from '../arena/namespaces.ts';
import { resolveGateway } from '../builds/resolve-gateway.ts';
import type { ProjectConfig } from '../config/project-config.ts';
import type { HostedRun } from '../scenario/hosted-run.ts';
import { enterIsolation, isInside } from './enter-isolation.ts';
import type { CaseOptions } from './measured-run.ts';
import type { RunOptions } from './run-options.ts';

/** What a replay wants besides. */
export interface RunExtras {
	readonly cases?: Partial<CaseOptions>;
	readonly shadow?: Shadow;
	/** Told what came of the cases, once the report is out. */
	after?(hosted: HostedRun, versions: Readonly<Record<string, string>>): void;
}

/**
 * `gatelock run`: obtains the gateway, goes into namespaces where they work, measures the gateway, runs the scenarios,
 * and tells what came of it. The process outside only relaunches itself, so it loads neither Vitest nor the harness.
 *
 * @returns The exit code.
 */
export async function run(options: RunOptions, config: ProjectConfig, extras: RunExtras = {}): Promise<number> {
	// A build may be large, so a typing error in a filter is reported before the download.
	if (options.build !== null && !isInside()) await selectOutside(options, config);
	// Inside there is no network: a build comes from the cache that the outside has filled.
	const gateway = await resolveGateway(options, process.cwd(), {
		say: (text) => process.stderr.write(`${text}\n`),
		recipes: config.recipes,
	});
	return await enterIsolation(
		[...gateway.visible, ...(config.scenarios ?? [])],
		async (isolation) => {
			const { runInside } = await import('./run-inside.ts');
			return await runInside({ options, config, gateway }, isolation, extras);
		},
		extras.shadow,
	);
}

async function selectOutside(options: RunOptions, config: ProjectConfig): Promise<void> {
	const { passInside, selectScenarios } = await import('./select-scenarios.ts');
	passInside(await selectScenarios(options, process.cwd(), config));
}
