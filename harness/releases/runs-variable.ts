/** Names the folder in which a run makes its run folder. */
export const runsVariable = 'GATELOCK_RUNS';
