import { tmpdir } from 'node:os';
import path from 'node:path';
import { noCapabilities } from '../arena/capabilities.ts';
import type { RunContext } from '../arena/run-context.ts';
import { clawdbot202512 } from '../contract/clawdbot-2025-12.ts';
import { limitsFor } from '../contract/limits.ts';
import { parseGatewayCommand } from '../gateway/command.ts';
import { referenceGateway } from '../gateway/reference-gateway.ts';

/** Names the gateway when Vitest runs a scenario file by itself. */
const gatewayVariable = 'GATELOCK_GATEWAY';

/** Nothing was measured: limits as for a build that needs two seconds to start. */
const assumedBaseline = { coldStartMs: 2_000, warmStartMs: 2_000, failStartMs: null };

let standalone: RunContext | null = null;

/**
 * What a case is told when Vitest runs a scenario file by itself (an editor, `--watch`, a debugger): no namespaces, the
 * reference gateway or the one that GATELOCK_GATEWAY names, unmeasured limits. For verdicts use `gatelock run`.
 */
export function standaloneContext(): RunContext {
	standalone ??= makeContext();
	return standalone;
}

function makeContext(): RunContext {
	const reason = 'run by Vitest itself; `gatelock run` looks what this machine has';
	const named = process.env[gatewayVariable];
	const gateway = named === undefined ? referenceGateway() : parseGatewayCommand(named, process.cwd());
	const runId = `vitest-${process.pid}`;
	return {
		runId,
		runFolder: path.resolve('.gatelock', runId),
		gateway: { text: gateway.text, words: [...gateway.words], environment: { ...gateway.environment } },
		contract: clawdbot202512.id,
		limits: limitsFor(clawdbot202512, assumedBaseline),
		baseline: null,
		clientLifeMs: null,
		isolation: { kind: 'process-groups', reason, arenaRoot: path.join(tmpdir(), `gatelock-${process.pid}`) },
		capabilities: noCapabilities(reason),
		warmHome: null,
		visible: [],
		seed: 0,
		repeat: 1,
		keep: false,
		listOnly: false,
		filters: [],
		tags: [],
		repeatOptions: '',
	};
}
