/** All that a scenario file, a config file and what they share import. */
import './node-guard.ts';

export type { Arena } from './arena/arena.ts';
export type { Capabilities, CapabilityName } from './arena/capabilities.ts';
export { fillAcceptQueue } from './arena/fill-accept-queue.ts';
export { bindHome, linkHome, missingHome } from './arena/homes.ts';
export { killInStart, type StartMoment } from './arena/kill-in-start.ts';
export { expectLeftoverSockets, type LeftoverState } from './arena/leftover-sockets.ts';
export { type ClockShift, ensureClockMovable, movedClock } from './arena/moved-clock.ts';
export type { Occupant, OccupantKind } from './arena/occupant.ts';
export { reboot } from './arena/reboot.ts';
export { shiftFileTimes } from './arena/shift-file-times.ts';
export { type RestartRule, type SuperviseOptions, Supervisor, supervise } from './arena/supervise.ts';
export { waitUntilQuiet } from './arena/wait-until-quiet.ts';
export { winnerOf } from './arena/winner-of.ts';
export type { GatewayWorld } from './arena/wrapper.ts';
export type { Recipe } from './builds/recipe.ts';
export { type ContractChanges, defineConfig, defineContract, type GatelockConfig } from './config/config.ts';
export type { BuiltInClauseId, ClauseId, OwnClauseId } from './contract/clause-lists.ts';
export { clawdbot202512 } from './contract/clawdbot-2025-12.ts';
export type { Contract } from './contract/contract.ts';
export { type Held, type HoldAfterOptions, holdAfter, killAfter } from './explore/hold.ts';
export type { Fault, FaultEffect, FaultTarget, Proof } from './faults/fault.ts';
export { type ForeignHomeAccess, foreignHome } from './faults/foreign-home.ts';
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
export { cpuStarvation, fdExhaustion, memoryLimit } from './faults/resources.ts';
export {
	sigabrt,
	sigcont,
	sighup,
	sigint,
	sigkill,
	signal,
	sigpipe,
	sigquit,
	sigsegv,
	sigstop,
	sigterm,
	sigusr1,
} from './faults/signals.ts';
export { stateFolderForbidden, stateFolderFull, stateFolderReadOnly } from './faults/state-folder.ts';
export { bindFailure, killAfterBind, killAtSyscall, killBeforeBind } from './faults/traced-fault.ts';
export type { Instance } from './gateway/instance.ts';
export type { LaunchOptions } from './gateway/launch.ts';
export type { RawClientKind } from './gateway/raw-clients.ts';
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
export { type MatrixCell, matrixCells } from './matrix/plan.ts';
export { tellCell } from './matrix/tell-cell.ts';
export type { ScenarioStory } from './scenario/declared.ts';
export { scenario } from './scenario/scenario.ts';
export type { ScenarioContext, ScenarioOptions } from './scenario/scenario-options.ts';
export type { Timeline, TimelineEvent } from './timeline/events.ts';
