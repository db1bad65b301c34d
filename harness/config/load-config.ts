import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigLoadError } from './errors.ts';
import { noConfig, type ProjectConfig } from './project-config.ts';

/** Looked for in this order, in the current folder only. */
export const configNames = ['gatelock.config.ts', 'gatelock.config.mts', 'gatelock.config.js', 'gatelock.config.mjs'];

const loaded = new Map<string, Promise<ProjectConfig>>();

/** The config file of the project in `folder`; null without one. */
export function findConfig(folder: string): string | null {
	return configNames.map((name) => path.join(folder, name)).find((file) => existsSync(file)) ?? null;
}

/**
 * The config of the project in `folder`, read once for each process.
 *
 * @throws ConfigError, ConfigLoadError, DurationError
 */
export async function loadConfig(folder: string): Promise<ProjectConfig> {
	const file = findConfig(folder);
	if (file === null) return noConfig;
	const known = loaded.get(file) ?? readConfig(file);
	loaded.set(file, known);
	return await known;
}

async function readConfig(file: string): Promise<ProjectConfig> {
	const name = path.basename(file);
	let module: { readonly default?: unknown };
	const hooks = readTypeScriptAsModules(path.dirname(file));
	try {
		module = await import(pathToFileURL(file).href);
	} catch (error) {
		throw new ConfigLoadError(name, error);
	} finally {
		hooks.deregister();
	}
	const { parseConfig } = await import('./parse-config.ts');
	return parseConfig(module.default, name, path.dirname(file));
}

/** `npm init` makes projects of CommonJS; a config file that is written with `import` must load in them too. */
function readTypeScriptAsModules(folder: string): { deregister(): void } {
	const root = pathToFileURL(`${folder}${path.sep}`).href;
	const isOwn = (url: string) => url.startsWith(root) && url.endsWith('.ts') && !url.includes('/node_modules/');
	return registerHooks({
		load: (url, context, next) => next(url, isOwn(url) ? { ...context, format: 'module-typescript' } : context),
	});
}
