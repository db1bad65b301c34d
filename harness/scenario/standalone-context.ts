import { tmpdir } from 'node:os';
import path from 'node:path';
import { noCapabilities } from '../arena/capabilities.ts';
import type { RunContext } from '../arena/run-context.ts';
import { resolveGateway } from '../builds/resolve-gateway.ts';
import { chooseContracts } from '../config/choose-contracts.ts';
import { loadConfig } from '../config/load-config.ts';
import { limitsFor } from '../contract/limits.ts';

/** Names the gateway when Vitest runs a scenario file by itself; wins over the config file. */
const gatewayVariable = 'GATELOCK_GATEWAY';

/** Nothing was measured: limits as for a build that needs two seconds to start. */
const assumedBaseline = { coldStartMs: 2_000, warmStartMs: 2_000, failStartMs: null };

let standalone: Promise<RunContext> | null = null;

/**
 * What a case is told when Vitest runs a scenario file by itself (an editor, `--watch`, a debugger): no namespaces, the
 * gateway that GATELOCK_GATEWAY or the config file names, else the reference gateway, unmeasured limits. For verdicts
 * use `gatelock run`.
 *
 * @throws ConfigError, ConfigLoadError, GatewayCommandError, BuildUnobtainableError
 */
export async function standaloneContext(): Promise<RunContext> {
	standalone ??= makeContext(process.cwd());
	return await standalone;
}

async function makeContext(folder: string): Promise<RunContext> {
	const reason = 'run by Vitest itself; `gatelock run` looks what this machine has';
	const config = await loadConfig(folder);
	const named = process.env[gatewayVariable];
	const asked = named === undefined ? config : { gateway: named, build: null };
	const gateway = await resolveGateway(asked, folder, { recipes: config.recipes });
	const { asked: contract } = chooseContracts(config, config.contract, gateway.build);
	const runId = `vitest-${process.pid}`;
	return {
		runId,
		runFolder: path.join(folder, '.gatelock', runId),
		gateway: { text: gateway.text, words: [...gateway.words], environment: { ...gateway.environment } },
		contract: contract.id,
		project: config.file === null ? null : folder,
		limits: limitsFor(contract, assumedBaseline, config.limits),
		also: null,
		baseline: null,
		clientLifeMs: null,
		isolation: { kind: 'process-groups', reason, arenaRoot: path.join(tmpdir(), `gatelock-${process.pid}`) },
		capabilities: noCapabilities(reason),
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
