/** What the gateway is doing while its calls are taken for crash points. */
export const phases = ['startup', 'steady', 'shutdown', 'loser', 'recovery'] as const;
export type Phase = (typeof phases)[number];

/** What a run of a phase does; a shutdown is explored once for each signal. */
export const passes = [
	'startup',
	'steady',
	'shutdown-SIGTERM',
	'shutdown-SIGINT',
	'shutdown-SIGUSR1',
	'loser',
	'recovery',
] as const;
export type Pass = (typeof passes)[number];

/** In these the gateway is watched for seconds in which it hardly works. */
export const waitingPasses: readonly Pass[] = ['steady', 'shutdown-SIGUSR1'];

/** The passes of the phases, in their order. Pure. */
export function passesOf(wanted: readonly Phase[]): Pass[] {
	return passes.filter((pass) => wanted.includes(phaseOf(pass)));
}

export function phaseOf(pass: Pass): Phase {
	return pass.startsWith('shutdown-') ? 'shutdown' : (pass as Phase);
}
