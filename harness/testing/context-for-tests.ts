import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { type CapabilityTable, noCapabilities } from '../arena/capabilities.ts';
import type { RunContext } from '../arena/run-context.ts';
import { clawdbot202512 } from '../contract/clawdbot-2025-12.ts';
import { limitsFor } from '../contract/limits.ts';
import { referenceGateway } from '../gateway/reference-gateway.ts';

export interface TestContextOptions {
	/** Holds the run's folder and its arenas. */
	readonly folder: string;
	/** Words of the gateway; by default the reference gateway's. */
	readonly words?: readonly string[] | undefined;
	readonly capabilities?: Partial<CapabilityTable> | undefined;
	/** One limit for every clause, in milliseconds; by default generous ones, as the machine may be busy. */
	readonly limitMs?: number | undefined;
}

const generousMs = 20_000;

/** What a run on this machine without namespaces would tell its cases. */
export function contextForTests({ folder, words, capabilities, limitMs }: TestContextOptions): RunContext {
	const reason = 'a test of the harness';
	const runFolder = path.join(folder, 'run');
	mkdirSync(runFolder, { recursive: true });
	const unmeasured = { coldStartMs: 0, warmStartMs: 0, failStartMs: null };
	return {
		runId: `test-${process.pid}`,
		runFolder,
		gateway: { text: 'gateway', words: [...(words ?? referenceGateway().words)], environment: {} },
		contract: clawdbot202512.id,
		project: null,
		limits: limitsFor(clawdbot202512, unmeasured).map((limit) => ({ ...limit, limitMs: limitMs ?? generousMs })),
		also: null,
		baseline: null,
		clientLifeMs: null,
		isolation: { kind: 'process-groups', reason, arenaRoot: path.join(folder, 'arenas') },
		capabilities: { ...noCapabilities(reason), ...capabilities },
		warmHome: null,
		visible: [],
		seed: 0,
		repeat: 1,
		retries: 0,
		untilFail: false,
		keep: false,
		strace: false,
		pauseAt: null,
		listOnly: false,
		wanted: null,
		program: 'npx gatelock',
		repeatOptions: '',
	};
}
