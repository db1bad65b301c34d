import { execFile } from 'node:child_process';

export interface Tried {
	/** Null when a signal ended it, or when it could not be started. */
	readonly exitCode: number | null;
	readonly signal: NodeJS.Signals | null;
	/** Why it could not be started: `ENOENT`. */
	readonly errno: string | null;
	readonly stdout: string;
	/** The last line of standard error; empty when there is none. */
	readonly lastError: string;
}

const defaultTimeoutMs = 10_000;

/**
 * Runs a short command to find out what the machine can do; never throws. It is used before the isolation is entered, where
 * loading the package execa would take longer than the rest.
 *
 * @param options.timeoutMs After this time the command gets SIGKILL. Default: 10 s.
 */
export async function tryCommand(
	[file = '', ...args]: readonly string[],
	{ timeoutMs = defaultTimeoutMs }: { readonly timeoutMs?: number } = {},
): Promise<Tried> {
	return await new Promise((resolve) => {
		const options = { timeout: timeoutMs, killSignal: 'SIGKILL', encoding: 'utf8' } as const;
		const child = execFile(file, args, options, (error, stdout, stderr) => {
			const errno = typeof error?.code === 'string' ? error.code : null;
			resolve({
				exitCode: errno === null ? child.exitCode : null,
				signal: child.signalCode,
				errno,
				stdout,
				lastError: stderr.trim().split('\n').at(-1) ?? '',
			});
		});
		child.stdin?.end();
	});
}
