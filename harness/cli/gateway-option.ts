import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { parseGatewayCommand } from '../gateway/command.ts';
import { kitFolder, ownExtension } from '../own-extension.ts';
import type { RunOptions } from './run-options.ts';

const resolvedGatewaySchema = z.object({
	text: z.string(),
	words: z.array(z.string()),
	environment: z.record(z.string(), z.string()),
	warmHome: z.object({ home: z.string(), tmp: z.string() }).nullable(),
	/** Paths that gateways must be able to see. */
	visible: z.array(z.string()),
	/** The options that name this gateway, for the command that repeats a case. */
	repeatOptions: z.string(),
	versions: z.record(z.string(), z.string()),
});
export type ResolvedGateway = z.infer<typeof resolvedGatewaySchema>;

/** What `--gateway` and `--build` mean; without either, the kit's own reference gateway. */
export async function resolveGateway(options: RunOptions, folder: string): Promise<ResolvedGateway> {
	const always = [path.dirname(kitFolder), kitFolder, path.dirname(process.execPath), folder];
	if (options.gateway !== null) {
		const command = parseGatewayCommand(options.gateway, folder);
		return {
			text: command.text,
			words: [...command.words],
			environment: {},
			warmHome: null,
			visible: [...always, ...command.words.filter((word) => path.isAbsolute(word))],
			repeatOptions: `--gateway ${quote(options.gateway)}`,
			versions: {},
		};
	}
	if (options.build !== null) return await resolveBuild(options.build, always);
	const program = fileURLToPath(new URL(`../../fixtures/reference-gateway/main${ownExtension}`, import.meta.url));
	return {
		text: 'reference gateway',
		words: [process.execPath, program],
		environment: {},
		warmHome: null,
		visible: always,
		repeatOptions: '',
		versions: {},
	};
}

/** Reads back what an outer run resolved. */
resolveGateway.parse = (text: string): ResolvedGateway => resolvedGatewaySchema.parse(JSON.parse(text));

async function resolveBuild(spec: string, _always: readonly string[]): Promise<ResolvedGateway> {
	throw new Error(`builds come later: ${spec}`);
}

function quote(text: string): string {
	return `'${text.replaceAll("'", `'\\''`)}'`;
}
