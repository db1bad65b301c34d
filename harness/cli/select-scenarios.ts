import { tmpdir } from 'node:os';
import path from 'node:path';
import { noCapabilities } from '../arena/capabilities.ts';
import type { RunContext } from '../arena/run-context.ts';
import type { ProjectConfig } from '../config/project-config.ts';
import { UsageError } from './errors.ts';
import type { RunOptions } from './run-options.ts';
import { hostCases, type ListedInFile, scenarioFiles } from './vitest-host.ts';

/**
 * The scenario files of a run. The scenarios are asked first what they are, so that a typing error costs nothing.
 *
 * @throws UsageError when no scenario is wanted, or when two have the same id.
 */
export async function selectScenarios(
	options: RunOptions,
	folder: string,
	config?: ProjectConfig,
): Promise<{ files: string[] }> {
	const files = scenarioFiles(folder, config);
	const listed = await listScenarios(files, options);
	refuseDuplicates(listed, folder);
	if (listed.some((scenario) => scenario.isWanted)) return { files };
	if (options.tags.length > 0) {
		const tags = [...new Set(listed.flatMap((scenario) => scenario.tags))].sort();
		throw new UsageError('--tag', options.tags.join(', '), `a tag that scenarios have: ${tags.join(', ')}`);
	}
	const ids = listed.map((scenario) => `\n  ${scenario.id}`).sort();
	throw new UsageError('filter', options.filters.join(' '), `a part of a scenario's title or id:${ids.join('')}`);
}

/** Records and repeats are found by the id, so it must name one scenario. */
function refuseDuplicates(listed: readonly ListedInFile[], folder: string): void {
	const seen = new Map<string, ListedInFile>();
	for (const scenario of listed) {
		const other = seen.get(scenario.id);
		seen.set(scenario.id, scenario);
		if (other === undefined) continue;
		const places = [other, scenario].map(({ title, file }) => `"${title}" in ${path.relative(folder, file)}`);
		throw new UsageError('id', scenario.id, `an id for one scenario only; ${places.join(' and ')} both have it`);
	}
}

/** What the scenarios say of themselves; nothing is started. */
export async function listScenarios(
	files: readonly string[],
	options: Pick<RunOptions, 'filters' | 'tags'>,
): Promise<readonly ListedInFile[]> {
	const context: RunContext = {
		runId: 'list',
		runFolder: tmpdir(),
		gateway: { text: '', words: [], environment: {} },
		contract: '',
		project: null,
		limits: [],
		baseline: null,
		clientLifeMs: null,
		isolation: {
			kind: 'process-groups',
			reason: 'nothing is started',
			arenaRoot: path.join(tmpdir(), `gatelock-${process.pid}`),
		},
		capabilities: noCapabilities('nothing is started'),
		warmHome: null,
		visible: [],
		seed: 0,
		repeat: 1,
		keep: false,
		listOnly: true,
		filters: [...options.filters],
		tags: [...options.tags],
		repeatOptions: '',
	};
	const listener = { planned: () => {}, started: () => {}, finished: () => {} };
	const { listed, errors } = await hostCases({ files, context, workers: 1, listener });
	if (errors.length > 0) throw new Error(`The scenario files could not be loaded: ${errors.join('; ')}`);
	return listed;
}
