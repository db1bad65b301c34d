import path from 'node:path';
import { scenarioFiles } from '../../harness/cli/scenario-files.ts';
import { listScenarios } from '../../harness/cli/select-scenarios.ts';
import type { PlannedScenario } from './plan.ts';

/** Every scenario of the kit, with the group (the file) that it stands in. */
export async function catalogue(folder: string): Promise<PlannedScenario[]> {
	const scenarios: PlannedScenario[] = [];
	for (const file of scenarioFiles(folder)) {
		const group = path.basename(file).replace(/\.scenario\.[a-z]+$/, '');
		const listed = await listScenarios([file]);
		scenarios.push(...listed.map(({ id, tags, asserts }) => ({ id, group, tags, asserts })));
	}
	return scenarios;
}
