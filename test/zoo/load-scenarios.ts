import { registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { kitFolder } from '../../harness/own-extension.ts';
import { slug } from '../../harness/scenario/slug.ts';
import { effectiveTags } from '../../harness/scenario/tiers.ts';
import { type CollectedScenario, collected } from './collected.ts';
import type { PlannedScenario } from './plan.ts';

/** A scenario that can be run without Vitest, as often as needed and against one gateway after the other. */
export interface LoadedScenario extends PlannedScenario, CollectedScenario {}

const declaring = pathToFileURL(path.join(kitFolder, 'harness', 'scenario', 'scenario.ts')).href;
const noting = new URL('collected.ts', import.meta.url).href;

/** Imports scenario files with a `scenario` that notes what they declare. Starting Vitest for each gateway costs more than its cases. */
export async function loadScenarios(files: readonly string[]): Promise<LoadedScenario[]> {
	const hooks = registerHooks({
		resolve(specifier, context, next) {
			const resolved = next(specifier, context);
			return resolved.url === declaring ? { ...resolved, url: noting } : resolved;
		},
	});
	const loaded: LoadedScenario[] = [];
	for (const file of files) {
		const group = path.basename(file).replace(/\.scenario\.[a-z]+$/, '');
		await import(pathToFileURL(file).href);
		for (const each of collected.splice(0)) {
			const { id = slug(each.title), tags = [], asserts } = each.options;
			loaded.push({ ...each, id, group, tags: effectiveTags(tags), asserts });
		}
	}
	hooks.deregister();
	return loaded;
}
