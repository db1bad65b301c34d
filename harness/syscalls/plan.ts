/** What strace is told to do at a call, for one tracee at a time (`when=` counts per thread). */
export interface Injection {
	readonly syscall: string;
	/** Which call of that name in its thread, from 1. */
	readonly nth: number;
	readonly effect: { readonly errno: string } | { readonly signal: string };
}

/**
 * The factor on time limits under strace: without `--seccomp-bpf` (which makes signal injection silently not happen,
 * measured with strace 6.1) every call of every thread stops twice.
 */
export const traceSlowdown = 10;

/** Whether only traced calls cost anything: an error is injected with `--seccomp-bpf` too, a signal is not. */
export function isFastInjection({ effect }: Injection): boolean {
	return 'errno' in effect;
}

/**
 * Words that put strace over a command. `-DDD` makes the tracer a process of its own session, so that the command stays
 * the direct child of its starter, with its own exit status, and a kill of its process group spares the tracer.
 */
export function straceWords(options: {
	readonly file: string;
	readonly calls: readonly string[];
	readonly injection?: Injection | undefined;
	/** Calls at whose exit their process is stopped, each time; who watches the file continues it. */
	readonly stopAt?: readonly string[] | undefined;
	/** Of calls with paths, only those on these are traced and stopped at, to the letter; of others, none (`-P`). */
	readonly onlyPaths?: readonly string[] | undefined;
	/** Print the path beside each descriptor. */
	readonly showsPaths?: boolean | undefined;
	/** Only traced calls cost anything; injects no signal (see `traceSlowdown`). */
	readonly isFast?: boolean | undefined;
}): string[] {
	const { file, calls, injection, stopAt = [], onlyPaths = [], showsPaths = false, isFast = false } = options;
	const words = ['strace', '-DDD', '-f', '-qq', '-ttt', '-s', '256', '-o', file, '-e', `trace=${calls.join(',')}`];
	if (showsPaths) words.push('-y');
	for (const name of onlyPaths) words.push('-P', name);
	if (isFast || (injection !== undefined && isFastInjection(injection))) words.push('--seccomp-bpf');
	if (stopAt.length > 0) words.push('-e', `inject=${stopAt.map((name) => `?${name}`).join(',')}:signal=STOP:when=1+`);
	if (injection !== undefined) {
		const effect =
			'errno' in injection.effect ? `error=${injection.effect.errno}` : `signal=${injection.effect.signal}`;
		words.push('-e', `inject=${injection.syscall}:${effect}:when=${injection.nth}`);
	}
	return [...words, '--'];
}
