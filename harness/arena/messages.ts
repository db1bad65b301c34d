/** What arenas say of what this machine does not let them see. */
export const arenaMessages = {
	ipcOfMachine: (reason: string) => `gateways share this machine’s IPC objects (no namespaces: ${reason})`,
	noIpcTables: (said: string) => `an arena gets no IPC namespace of its own (${said})`,
	noQueues: (said: string) => `POSIX message queues cannot be listed, System V objects can (${said})`,
	notSeen: (reason: string) => `; IPC objects are not all looked at: ${reason}`,
	noFakeTime: 'libfaketime is not installed',
	fakeTimeWithoutEffect: (said: string) => `libfaketime does not move the clock of this Node (${said})`,
	oneUserOnly: (reason: string) => `no namespace can be given a second user (no namespaces: ${reason})`,
	oneUserMapped: 'only root may give a namespace a second user, and this run has not root’s rights',
	closedToSecondUser: (place: string) => `a second user may not read ${place}`,
	clockUnmovable: 'this gateway does not take its time from the C library',
} as const;
