/** `--gateway` cannot be used as it is. */
export class GatewayCommandError extends Error {
	override readonly name = 'GatewayCommandError';
	readonly command: string;

	constructor(command: string, needsShellFor: string | null) {
		super(
			needsShellFor === null
				? `--gateway ${JSON.stringify(command)} names no program. Allowed: a program and its arguments; {port} is replaced by the port.`
				: `--gateway ${JSON.stringify(command)} holds ${needsShellFor}, which needs a shell. Allowed: a program and its arguments, quoted as in a shell. Next step: put it into a script, or quote it.`,
		);
		this.command = command;
	}
}

/** The gateway does not come to listen even alone, so there is nothing to judge. */
export class GatewayNeverStartsError extends Error {
	override readonly name = 'GatewayNeverStartsError';
	readonly gateway: string;
	readonly lastLines: readonly string[];

	constructor(
		gateway: string,
		exit: { readonly code: number | null; readonly signal: string | null } | null,
		lines: readonly string[],
	) {
		const how =
			exit === null ? 'it lives, but listens on no port' : `it ended with ${exit.signal ?? `exit code ${exit.code}`}`;
		const lastLines = lines.slice(-20);
		const said =
			lastLines.length === 0
				? 'It printed nothing.'
				: `Its last lines:\n${lastLines.map((line) => `  ${line}`).join('\n')}`;
		super(
			`${gateway} never starts: started alone, on a free port, ${how}.\n${said}\nNext step: start it by hand with the same arguments.`,
		);
		this.gateway = gateway;
		this.lastLines = lastLines;
	}
}
