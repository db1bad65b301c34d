import path from 'node:path';
import { missingScript, parseGatewayCommand } from '../gateway/command.ts';
import { GatewayNotFoundError, GatewayScriptMissingError } from '../gateway/errors.ts';
import { findProgram } from '../gateway/find-program.ts';
import { quoteForShell } from '../gateway/quote-for-shell.ts';
import { referenceGateway } from '../gateway/reference-gateway.ts';
import { kitFolder } from '../own-extension.ts';
import type { Build } from './build.ts';
import type { Recipe } from './recipe.ts';

/** What was asked for: a command, a build, or neither. */
export interface GatewayChoice {
	readonly gateway: string | null;
	readonly build: string | null;
}

/** The gateway of a run, ready to be started. */
export interface ResolvedGateway {
	readonly text: string;
	readonly words: readonly string[];
	readonly environment: Readonly<Record<string, string>>;
	/** Paths that gateways must be able to see. */
	readonly visible: readonly string[];
	/** The options that name this gateway, for the command that repeats a case. */
	readonly repeatOptions: string;
	readonly versions: Readonly<Record<string, string>>;
	readonly build: Build | null;
}

/**
 * What `--gateway` and `--build` mean; without either, the kit's own reference gateway.
 *
 * @throws GatewayCommandError, GatewayNotFoundError, GatewayScriptMissingError, BuildUnobtainableError
 */
export async function resolveGateway(
	options: GatewayChoice,
	folder: string,
	{ say = () => {}, recipes }: { readonly say?: (text: string) => void; readonly recipes?: readonly Recipe[] } = {},
): Promise<ResolvedGateway> {
	const always = alwaysVisible(folder);
	if (options.gateway !== null) {
		const command = parseGatewayCommand(options.gateway, folder);
		const [program = ''] = command.words;
		if (findProgram(program) === null) throw new GatewayNotFoundError(options.gateway, program);
		const missing = missingScript(command, folder);
		if (missing !== null) throw new GatewayScriptMissingError(options.gateway, missing);
		return {
			text: command.text,
			words: command.words,
			environment: {},
			visible: [...always, ...command.words.filter((word) => path.isAbsolute(word))],
			repeatOptions: `--gateway ${quoteForShell(options.gateway)}`,
			versions: {},
			build: null,
		};
	}
	if (options.build !== null) {
		const { obtainBuild } = await import('./obtain-build.ts');
		const build = await obtainBuild(options.build, {
			cwd: folder,
			onProgress: say,
			...(recipes === undefined ? {} : { recipes }),
		});
		return {
			text: build.id,
			words: build.command,
			environment: build.environment,
			visible: [...always, ...build.visible],
			repeatOptions: `--build ${quoteForShell(options.build)}`,
			versions: { [build.name]: build.version, 'node of the gateway': build.nodeVersion },
			build,
		};
	}
	return { ...referenceGateway(), visible: always, repeatOptions: '', versions: {}, build: null };
}

/** Paths that every gateway must be able to see, for a project in `folder`. An installed kit has its packages beside it. */
export function alwaysVisible(folder: string): string[] {
	return [kitFolder, path.dirname(kitFolder), path.dirname(process.execPath), folder];
}
