/** A way in which single-instance locks of gateways have failed in public reports. */
export interface FailureClass {
	readonly name: string;
	/** What holds where the failure is absent. */
	readonly invariant: string;
	/** Why no scenario covers it: what it is about lies outside of a gateway's lock. */
	readonly outside?: string;
}

/** The classes by their number in the corpus of public reports. */
export const failureClasses = {
	F1: { name: 'Dead owner, file stays', invariant: 'a lock does not outlive its owner' },
	F2: { name: 'PID is not identity', invariant: 'a process with the recorded number need not be the owner' },
	F3: {
		name: 'PID namespaces and shared volumes',
		invariant: 'an owner that cannot be seen is neither dead nor alive for that',
	},
	F4: { name: 'Wrong liveness predicate', invariant: 'alive means that it can still act: a zombie cannot' },
	F5: {
		name: 'Check, then act',
		invariant: 'of several at once exactly one wins, and nobody removes what is not its own',
	},
	F6: {
		name: 'Reclaim is not crash-safe',
		invariant: 'a start that is killed while it takes over leaves nothing in the way',
	},
	F7: { name: 'Torn lock file', invariant: 'a half-written record blocks nobody' },
	F8: { name: 'Time constants in the wrong order', invariant: 'no wait outlasts what waits for it' },
	F9: { name: 'Live owner judged dead', invariant: 'silence, slowness or another name is not death' },
	F10: {
		name: 'Alive but useless owner',
		invariant: 'beside a holder that cannot serve the outcome is bounded and stated',
	},
	F11: {
		name: 'Lock key does not match what is shared',
		invariant: 'the same port excludes, whatever the folders are called',
	},
	F12: {
		name: 'Port bind is not exclusion',
		invariant: 'a listener excludes exactly its address, and by nothing less',
	},
	F13: { name: 'False "port busy"', invariant: 'busy is decided for the very address, at the time of the bind' },
	F14: { name: 'Who holds the port?', invariant: 'the holder is not guessed from what it answers' },
	F15: { name: 'The cleaner kills the wrong process', invariant: 'a start harms nobody else' },
	F16: { name: 'Orphan keeps port or lock', invariant: 'with the gateway everything of it goes' },
	F17: { name: 'Shutdown does not end', invariant: 'a request to stop ends the process within a bound, in any state' },
	F18: { name: 'Re-bind in the same process', invariant: 'a restart inside the process releases before it takes' },
	F19: { name: 'Two successors or none', invariant: 'a restart yields exactly one successor' },
	F20: { name: 'Exit-code contract', invariant: 'a loser’s exit code makes a supervisor do the right thing' },
	F21: {
		name: 'Restart state machine gets stuck',
		invariant: 'every accepted restart ends in done or refused',
		outside:
			'It is about restarts that the gateway’s own protocol accepts, drains and answers; the port is held rightly all the while.',
	},
	F22: {
		name: 'Restart from inside the tree',
		invariant: 'a restart asked for by a descendant completes or is refused',
		outside:
			'It needs a command run by the gateway’s own agent, which no gateway offers without a model and an account.',
	},
	F23: {
		name: 'Stop and start against an eager supervisor',
		invariant: 'no gap between stop and start is taken for granted',
	},
	F24: { name: 'Two managers', invariant: 'two that start the same gateway end with one' },
	F25: { name: 'Derived ports', invariant: 'a busy side port does not cost the base port' },
	F26: { name: 'Lock directory environment', invariant: 'odd folders do not decide over the port' },
	F27: { name: 'Startup lease', invariant: 'what is taken before the bind is released by a signal during the start' },
	F28: { name: 'Loser mutates before it is refused', invariant: 'a refused start leaves the state as it was' },
	F29: { name: 'Diagnostics do not tell the truth', invariant: 'messages and readiness say what is' },
	F30: { name: 'Wall-clock age', invariant: 'no clock jump makes a dead owner live or a live one dead' },
} as const satisfies Record<string, FailureClass>;

export type FailureClassId = keyof typeof failureClasses;
