import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { noCapabilities } from '../arena/capabilities.ts';
import type { Isolation } from '../arena/isolation.ts';
import type { RunContext } from '../arena/run-context.ts';
import type { ProjectConfig } from '../config/project-config.ts';
import { type ListedInFile, listNatively } from '../scenario/listing.ts';
import { oneAtATime } from './cases-at-once.ts';
import { chooseScenarios } from './choose-scenarios.ts';
import { ScenarioFilesError, UsageError } from './errors.ts';
import type { RunOptions } from './run-options.ts';
import { isOfKit, scenarioFiles } from './scenario-files.ts';
import { shardOf } from './shard.ts';

/** Names the chosen scenarios to the inside of a run: there the command line is the same, and asking again takes seconds. */
const wantedVariable = 'GATELOCK_SCENARIOS';

/** Source: Linux, MAX_ARG_STRLEN, less room for the name. */
const maxWantedCharacters = 128 * 1024 - 100;

/** What is run. */
export interface Selection {
	readonly files: string[];
	/** The ids of the chosen scenarios. */
	readonly wanted: string[];
}

/**
 * The scenario files of a run, and which scenarios of them were chosen. The scenarios are asked first what they are, so
 * that a typing error costs nothing.
 *
 * @throws UsageError when a filter or a tag means no scenario, or when two have the same id; ScenarioFilesError
 */
export async function selectScenarios(
	options: RunOptions,
	folder: string,
	config?: ProjectConfig,
	isolation?: Isolation,
): Promise<Selection> {
	const files = scenarioFiles(folder, config);
	const listed = await listScenarios(files, isolation);
	refuseDuplicates(listed, folder);
	const wanted = chooseScenarios(listed, options).map(({ id }) => id);
	return { files, wanted: options.shard === null ? wanted : shardOf(wanted, options.shard) };
}

/** Hands the selection to the inside of the run. */
export function passInside({ wanted }: Selection): void {
	const text = JSON.stringify(wanted);
	if (text.length > maxWantedCharacters) {
		throw new UsageError('filter', `${wanted.length} scenarios`, 'fewer scenarios at once; choose some by a tag');
	}
	process.env[wantedVariable] = text;
}

/** Whether the outside of the run has chosen. */
export function wasSelected(): boolean {
	return process.env[wantedVariable] !== undefined;
}

/** The selection, on the inside of the run. */
export function selectionInside(folder: string, config: ProjectConfig): Selection {
	const wanted = z.array(z.string()).parse(JSON.parse(process.env[wantedVariable] ?? ''));
	return { files: scenarioFiles(folder, config), wanted };
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

/** What the scenarios are; nothing is started. The kit's own need no Vitest for that, which takes a second to start. */
export async function listScenarios(files: readonly string[], isolation?: Isolation): Promise<readonly ListedInFile[]> {
	const listed = await listNatively(files.filter(isOfKit));
	const own = files.filter((file) => !isOfKit(file));
	if (own.length === 0) return listed;
	const asking = askingContext('list', mkdtempSync(path.join(tmpdir(), 'gatelock-list-')));
	const context = isolation === undefined ? asking : { ...asking, isolation };
	const listener = { planned: () => {}, started: () => {}, finished: () => {} };
	try {
		const { hostUnderVitest } = await import('./vitest-host.ts');
		const hosted = await hostUnderVitest({ files: own, context, concurrency: oneAtATime, listener });
		if (hosted.errors.length > 0) throw new ScenarioFilesError(hosted.errors);
		return [...listed, ...hosted.listed];
	} finally {
		rmSync(context.runFolder, { recursive: true, force: true });
	}
}

/** A context in which nothing is started. */
export function askingContext(runId: string, runFolder: string): RunContext {
	return {
		runId,
		runFolder,
		gateway: { text: '', words: [], environment: {} },
		contract: '',
		project: null,
		limits: [],
		also: null,
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
		retries: 0,
		untilFail: false,
		keep: false,
		strace: false,
		pauseAt: null,
		listOnly: true,
		wanted: null,
		program: '',
		repeatOptions: '',
	};
}
