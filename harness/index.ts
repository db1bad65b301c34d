/** All that a scenario file, a config file and what they share import. */
export type { Arena } from './arena/arena.ts';
export type { Capabilities, CapabilityName } from './arena/capabilities.ts';
export type { Occupant, OccupantKind } from './arena/occupant.ts';
export type { Recipe } from './builds/recipe.ts';
export { type ContractChanges, defineConfig, defineContract, type GatelockConfig } from './config/config.ts';
export type { BuiltInClauseId, ClauseId, OwnClauseId } from './contract/clause-ids.ts';
export { clawdbot202512 } from './contract/clawdbot-2025-12.ts';
export type { Contract } from './contract/contract.ts';
export type { Fault, FaultEffect, FaultTarget, Proof } from './faults/fault.ts';
export { abort, heapExhaustion, processExit, uncaughtException, unhandledRejection } from './faults/in-process.ts';
export {
	afterMs,
	intoShutdown,
	type Moment,
	onOutput,
	whenFileAppears,
	whenListening,
	whenReady,
	whenSpawned,
	withClients,
} from './faults/moments.ts';
export { privilegedPort } from './faults/privileged-port.ts';
export {
	sigabrt,
	sigcont,
	sigint,
	sigkill,
	signal,
	sigquit,
	sigsegv,
	sigstop,
	sigterm,
} from './faults/signals.ts';
export { bindFailure, killAfterBind, killAtSyscall, killBeforeBind } from './faults/traced-fault.ts';
export type { Instance } from './gateway/instance.ts';
export type { LaunchOptions } from './gateway/launch.ts';
export {
	type ClauseInput,
	defineClause,
	type OwnClause,
	type OwnFinding,
	type OwnJudgement,
} from './judge/own-clause.ts';
export type { Story } from './judge/story-model.ts';
export { expect, type GatelockMatchers } from './matchers/index.ts';
export type { LeftoverOptions } from './matchers/leftovers.ts';
export { type ScenarioStory, scenario } from './scenario/scenario.ts';
export type { ScenarioContext, ScenarioOptions } from './scenario/scenario-options.ts';
export type { Timeline, TimelineEvent } from './timeline/events.ts';
