/** Sends a signal to a process that may have ended. */
export function trySignal(pid: number, name: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void {
	try {
		process.kill(pid, name);
	} catch {
		// It has ended.
	}
}
