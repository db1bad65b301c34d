/** All that a scenario file imports. */
export type { Occupant, OccupantKind } from './arena/occupant.ts';
export type { Fault, Proof } from './faults/fault.ts';
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
export { scenario } from './scenario/scenario.ts';
export type { ScenarioContext, ScenarioOptions } from './scenario/scenario-options.ts';
