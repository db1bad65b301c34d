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

/**
 * Words that put strace over a command. `-DDD` makes the tracer a process of its own session, so that the command stays
 * the direct child of its starter, with its own exit status, and a kill of its process group spares the tracer.
 */
export function straceWords(options: {
	readonly file: string;
	readonly calls: readonly string[];
	readonly injection?: Injection | undefined;
}): string[] {
	const { file, calls, injection } = options;
	const words = ['strace', '-DDD', '-f', '-qq', '-ttt', '-s', '256', '-o', file, '-e', `trace=${calls.join(',')}`];
	if (injection !== undefined) {
		const effect =
			'errno' in injection.effect ? `error=${injection.effect.errno}` : `signal=${injection.effect.signal}`;
		words.push('-e', `inject=${injection.syscall}:${effect}:when=${injection.nth}`);
	}
	return [...words, '--'];
}
