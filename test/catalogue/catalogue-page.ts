import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { scenarioFiles } from '../../harness/cli/scenario-files.ts';
import { listScenarios } from '../../harness/cli/select-scenarios.ts';
import { failureClasses } from '../../harness/contract/failure-classes.ts';
import {
	cellId,
	faultIds,
	type MatrixFault,
	type MatrixMoment,
	matrixMoments,
	momentIds,
	whyImpossible,
} from '../../harness/matrix/plan.ts';
import { kitFolder } from '../../harness/own-extension.ts';
import { renderCatalogue } from '../../harness/report/catalogue.ts';
import type { ListedInFile } from '../../harness/scenario/listing.ts';
import { tierOf } from '../../harness/scenario/tiers.ts';

export const pageFile = fileURLToPath(new URL('../../docs/catalogue.md', import.meta.url));

/** The kit's own scenarios, in the order of their files. */
export async function kitScenarios(): Promise<readonly ListedInFile[]> {
	const files = scenarioFiles(kitFolder);
	const listed = await listScenarios(files);
	const at = new Map(listed.map((scenario, index) => [scenario, index]));
	return listed.toSorted((a, b) => a.file.localeCompare(b.file, 'en') || (at.get(a) ?? 0) - (at.get(b) ?? 0));
}

/** The page as it should be. */
export function cataloguePage(scenarios: readonly ListedInFile[]): string {
	return renderCatalogue({
		scenarios: scenarios.map((each) => ({
			...each,
			group: path.basename(each.file).replace(/\.scenario\.[a-z]+$/, ''),
			tier: tierOf(each.tags),
		})),
		classes: failureClasses,
		matrix: {
			group: 'matrix',
			rows: momentIds().map((id) => ({ id, title: matrixMoments[id] })),
			columns: faultIds().map((id) => ({ id, title: id })),
			cell: (row, column) => {
				const [moment, fault] = [row as MatrixMoment, column as MatrixFault];
				const impossible = whyImpossible(moment, fault);
				return impossible === null ? { id: cellId(moment, fault) } : { impossible };
			},
		},
	});
}
