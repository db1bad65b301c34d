/** Why a leftover counts as a lock, as the end of a sentence. */
export const lockReasons = {
	socket: 'a Unix socket marks an owner, and only a living one can answer',
	fifo: 'a FIFO marks an owner, and only a living one can answer',
	name: (word: string) => `its name says "${word}"`,
	link: (pid: string) => `it points to the dead process ${pid}`,
	onlyPid: (pid: string) => `it holds nothing but the pid of the dead process ${pid}`,
	names: (key: string, pid: string) => `its "${key}" is the dead process ${pid}`,
} as const;
