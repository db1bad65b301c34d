/** All that a scenario file imports. */

export { fillAcceptQueue } from './arena/fill-accept-queue.ts';
export { bindHome, linkHome, missingHome } from './arena/homes.ts';
export { expectLeftoverSockets, type LeftoverState } from './arena/leftover-sockets.ts';
export type { Occupant, OccupantKind } from './arena/occupant.ts';
export { reboot } from './arena/reboot.ts';
export { shiftFileTimes } from './arena/shift-file-times.ts';
export { type RestartRule, type SuperviseOptions, Supervisor, supervise } from './arena/supervise.ts';
export { waitUntilQuiet } from './arena/wait-until-quiet.ts';
export type { GatewayWorld } from './arena/wrapper.ts';
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
export { bindFailure, killAfterBind, killAtSyscall, killBeforeBind } from './faults/traced-fault.ts';
export type { RawClientKind } from './gateway/raw-clients.ts';
export { scenario } from './scenario/scenario.ts';
export type { ScenarioContext, ScenarioOptions } from './scenario/scenario-options.ts';
