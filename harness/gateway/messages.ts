/** Sentences about clients. */
export const clientMessages = {
	ended: (instance: string) => `${instance}: no client could connect: the instance has ended`,
	none: (instance: string, error: unknown) => `${instance}: no client could connect: ${String(error)}`,
	some: (instance: string, failed: number, count: number, error: unknown) =>
		`${instance}: ${failed} of ${count} clients could not connect: ${String(error)}`,
	admitted: (instance: string, admitted: number, count: number, error: unknown) =>
		`${instance}: the gateway lets ${admitted} of ${count} clients in (${String(error)}).`,
} as const;

/** About gateways that want to know who connects. */
export const credentialMessages = {
	asked: (instance: string, reason: string) =>
		`${instance} answers a WebSocket handshake with ${reason}; from now on it is shown the token.`,
	none: (gateway: string, reason: string, token: string) =>
		`${gateway} lets no client in: it answers a WebSocket handshake with ${reason}, also one with the header "Authorization: Bearer ${token}".\nNext step: start it with the token ${token} ({token} in --gateway), or without authentication on loopback.`,
} as const;

/** Why a command line is no command line; `what` names the part of it. */
export interface CommandProblem {
	readonly kind: 'no-program' | 'needs-shell' | 'open-quote';
	readonly what: string;
}

/** What `--gateway` does wrong; the option and its value stand before it. */
export const commandMessages: Readonly<Record<CommandProblem['kind'], (what: string) => string>> = {
	'no-program': () => 'names no program. Allowed: a program and its arguments; {port} is replaced by the port.',
	'needs-shell': (what) =>
		`holds ${what}, which needs a shell. Allowed: a program and its arguments, quoted as in a shell. Next step: put it into a script, or quote it.`,
	'open-quote': (what) =>
		`opens a quote (${what}) that it never closes. Allowed: a program and its arguments, quoted as in a shell.`,
};

/** The program is not there. */
export const notFoundMessage = (program: string): string =>
	program.includes('/')
		? `names the program ${program}, which is no file that can be run. Next step: look at the path; a script needs its interpreter before it, or the right to be executed.`
		: `names the program ${program}, which no folder of PATH holds. Next step: give its path.`;

/** The program is there, but not what it is to run. */
export const noScriptMessage = (file: string): string =>
	`names the script ${file}, and there is no such file. Next step: look at the path; a relative one begins in the folder that gatelock is started in.`;

/** Why a server that listens was not seen to serve. */
export const readyMessages = {
	ended: 'the instance ended',
	unanswered: (instance: string) =>
		`${instance} never answered the first WebSocket handshake, which came right after it listened; it answered a later one.`,
	notSaid: 'it has not printed the line that its contract names',
	needsWebSocket: 'the contract knows no WebSockets, so no client can be left in the middle of one',
} as const;
