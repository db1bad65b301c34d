import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { noConfig, type ProjectConfig } from '../config/project-config.ts';
import { kitFolder, ownExtension } from '../own-extension.ts';

/** The user's own scenario files, besides the kit's. */
const ownScenarioFolder = 'scenarios';

/** Scenario files of the kit, and of the project in `folder`. */
export function scenarioFiles(folder: string, config: ProjectConfig = noConfig): string[] {
	const own = config.scenarios ?? [path.join(folder, ownScenarioFolder)].filter((each) => existsSync(each));
	const roots = [...(config.kitScenarios ? [path.join(kitFolder, 'scenarios')] : []), ...own];
	const files = roots.flatMap((root) =>
		readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) => path.join(root, name)),
	);
	const wanted = new RegExp(`\\.scenario(?:\\${ownExtension}|\\.m?[jt]s)$`);
	return [...new Set(files.filter((file) => wanted.test(file) && !file.endsWith('.d.ts')))].sort();
}

/** Whether the kit brings the scenario file; its own ones need no Vitest. */
export function isOfKit(file: string): boolean {
	return file.startsWith(path.join(kitFolder, 'scenarios', path.sep));
}
