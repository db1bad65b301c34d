/** What a reproduced report shows: the clause that it breaks, and the words of the finding. */

/** The launcher of its own builds dies, its child lives on. */
export const orphan = { clause: 'rebinds-immediately', says: /port \d+ is still held by pid \d+ of g1/ } as const;
export const leftAfterStop = { clause: 'no-stale-lock', says: /gateway\.[0-9a-f]{8}\.lock was left behind/ } as const;
export const slowStop = { clause: 'frees-port-on-shutdown', says: /to be gone after SIGTERM/ } as const;
export const exitZero = { clause: 'era:exit-code', says: /exited with exit code 0/ } as const;
/** Of builds whose document does not speak of exit codes. */
export const losesWithZero = { clause: 'fails-fast', says: /exited with code 0/ } as const;
export const leaseOfTheDead = { clause: 'scenario:expectation', says: /startup migrations/ } as const;
export const takenForRunning = { clause: 'scenario:expectation', says: /already running/ } as const;
export const twoInOneHome = {
	clause: 'era:one-per-state',
	says: /both listened at the same time, with the same home/,
} as const;
export const refusedStart = {
	clause: 'rebinds-immediately',
	says: /could not listen|did not listen|exited|refused/,
} as const;
export const restartLost = { clause: 'scenario:expectation', says: /expected g\d to listen on/ } as const;
export const killedByStart = {
	clause: 'holder-undisturbed',
	says: /the holder g1 (stopped listening|exited|was gone|lost its process)/,
} as const;
export const unsafeTemp = { clause: 'scenario:expectation', says: /Unsafe fallback/ } as const;
export const modeChanged = { clause: 'scenario:expectation', says: /the mode of \/tmp/ } as const;
export const noPort = { clause: 'scenario:expectation', says: /to contain '\d+'/ } as const;
