import {
	type CommandProblem,
	commandMessages,
	credentialMessages,
	noScriptMessage,
	notFoundMessage,
} from './messages.ts';

/** `--gateway` cannot be used as it is. */
export class GatewayCommandError extends Error {
	override readonly name = 'GatewayCommandError';
	readonly command: string;
	readonly problem: CommandProblem;

	constructor(command: string, problem: CommandProblem) {
		super(`--gateway ${JSON.stringify(command)} ${commandMessages[problem.kind](problem.what)}`);
		this.command = command;
		this.problem = problem;
	}
}

/** The program that `--gateway` names is not there, so nothing can be started. */
export class GatewayNotFoundError extends Error {
	override readonly name = 'GatewayNotFoundError';
	readonly program: string;

	constructor(command: string, program: string) {
		super(`--gateway ${JSON.stringify(command)} ${notFoundMessage(program)}`);
		this.program = program;
	}
}

/** The script that an interpreter in `--gateway` is to run is not there. */
export class GatewayScriptMissingError extends Error {
	override readonly name = 'GatewayScriptMissingError';
	readonly file: string;

	constructor(command: string, file: string) {
		super(`--gateway ${JSON.stringify(command)} ${noScriptMessage(file)}`);
		this.file = file;
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

/** The gateway listens, but lets no WebSocket client in for want of credentials, so no case could show anything. */
export class GatewayWantsCredentialsError extends Error {
	override readonly name = 'GatewayWantsCredentialsError';
	readonly gateway: string;

	constructor(gateway: string, reason: string, token: string) {
		super(credentialMessages.none(gateway, reason, token));
		this.gateway = gateway;
	}
}
