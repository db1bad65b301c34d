import { execa } from 'execa';
import { ComparisonInterruptedError } from './errors.ts';
import { releaseMessages } from './messages.ts';
import { ReleaseUnusableError } from './release.ts';

const shownLines = 8;
const keptCharacters = 20_000;

/**
 * Runs a command of the user's by a shell, with everything that it starts in one group, which ends with it.
 *
 * @throws ReleaseUnusableError with its last lines when it fails or takes too long; ComparisonInterruptedError
 */
export async function runShell(
	command: string,
	{ cwd, timeoutMs, signal }: { readonly cwd: string; readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<void> {
	const child = execa('sh', ['-c', command], {
		cwd,
		stdin: 'ignore',
		reject: false,
		buffer: false,
		all: true,
		detached: true,
		cleanup: false,
	});
	let said = '';
	child.all?.setEncoding('utf8').on('data', (text: string) => {
		said = `${said}${text}`.slice(-keptCharacters);
	});
	const end = () => endGroup(child.pid);
	const timer = setTimeout(end, timeoutMs);
	signal.addEventListener('abort', end, { once: true });
	const { exitCode, signal: endedBy } = await child;
	clearTimeout(timer);
	signal.removeEventListener('abort', end);
	end();
	if (signal.aborted) throw new ComparisonInterruptedError();
	if (exitCode === 0) return;
	const lines = said.trimEnd().split('\n').slice(-shownLines).join('\n');
	const how = endedBy ?? `exit code ${exitCode}`;
	throw new ReleaseUnusableError(`${releaseMessages.buildFailed(how)}\n${lines}`);
}

function endGroup(pid: number | undefined): void {
	if (pid === undefined) return;
	try {
		process.kill(-pid, 'SIGKILL');
	} catch {
		// Nothing of it is left.
	}
}
