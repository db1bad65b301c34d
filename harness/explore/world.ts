import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { Arena } from '../arena/arena.ts';
import { caseStarted } from '../arena/case-started.ts';
import type { RunContext } from '../arena/run-context.ts';
import { loadConfig } from '../config/load-config.ts';
import { contractOf, noConfig } from '../config/project-config.ts';
import type { OwnClause } from '../judge/own-clause.ts';
import { Recorder } from '../timeline/recorder.ts';
import { type GatewayPaths, gatewayPathsOf } from './gateway-paths.ts';
import type { History } from './history.ts';
import { restoreState } from './restore-state.ts';
import type { Baseline } from './snapshot.ts';

/** Crash states name paths and ports, so every arena of an exploration has the same ones. */
const worldId = 'world';

export interface World {
	readonly caseId: string;
	readonly arena: Arena;
	readonly baseline: Baseline;
	readonly paths: GatewayPaths;
	readonly ownClauses: readonly OwnClause[];
}

export interface WorldOptions {
	readonly context: RunContext;
	readonly port: number;
	readonly blobs: string;
	readonly history: History;
	readonly caseId: string;
	readonly title: string;
}

/** Opens an arena in which the history has happened. */
export async function openWorld(options: WorldOptions): Promise<World> {
	const { context, port, blobs, history, caseId, title } = options;
	const config = context.project === null ? noConfig : await loadConfig(context.project);
	const contract = contractOf(config, context.contract);
	const folder = path.join(context.runFolder, 'cases', caseId);
	mkdirSync(folder, { recursive: true });
	const recorder = new Recorder(path.join(folder, 'timeline.jsonl'), history.elapsedMs);
	const { instanceCount, state } = history;
	const legacy = { instanceCount, deadPids: state.pids };
	const arena = await Arena.create({ context, contract, recorder, id: worldId, port, legacy });
	const names = { caseId, scenario: caseId, title, asserts: [] };
	recorder.add(caseStarted(names, { context, contract, arena }), 0);
	for (const { t, ...event } of history.events) recorder.add(event, t);
	const baseline = arena.takeBaseline();
	restoreState(arena.folder, state, blobs);
	return { caseId, arena, baseline, ownClauses: config.clauses, paths: gatewayPathsOf(arena.folder, context) };
}
