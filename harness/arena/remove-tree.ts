import { execFileSync } from 'node:child_process';
import { lstatSync, rmSync } from 'node:fs';

/** For each of the tools that are tried after Node's own removal; a million files take some seconds. */
const timeoutMs = 20_000;

/**
 * Removes a folder with all that is in it, also what a gateway closed against its owner (mode 000) or nested deeper than
 * a path may be long. Links are not followed. Nothing is thrown.
 *
 * @returns Null when it is gone, else why it is not.
 */
export function removeTree(folder: string): string | null {
	try {
		rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
		return null;
	} catch {
		// The tools of the system walk by descriptors, so that neither depth nor a closed folder stops them.
		run('chmod', ['-R', 'u+rwx', '--', folder]);
		const said = run('rm', ['-rf', '--', folder]);
		return exists(folder) ? (said ?? 'it is there again after its removal') : null;
	}
}

/** What the tool said when it failed: its last line. */
function run(tool: string, args: readonly string[]): string | null {
	try {
		execFileSync(tool, args, { timeout: timeoutMs, killSignal: 'SIGKILL', stdio: ['ignore', 'ignore', 'pipe'] });
		return null;
	} catch (error) {
		const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim().split('\n').at(-1) : '';
		return said || `${tool} did not end within ${timeoutMs / 1000} s`;
	}
}

function exists(folder: string): boolean {
	return lstatSync(folder, { throwIfNoEntry: false }) !== undefined;
}
