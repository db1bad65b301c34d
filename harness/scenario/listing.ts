import { pathToFileURL } from 'node:url';
import type { DeclaredScenario } from './declared.ts';
import { describeScenario } from './describe-scenario.ts';
import type { ListedScenario } from './vitest-types.ts';

/** A scenario, and the file that contains it. */
export interface ListedInFile extends ListedScenario {
	readonly file: string;
}

/** A module runs once in a process, so what a file has declared is kept. */
const known = new Map<string, readonly DeclaredScenario[]>();

/**
 * Loads scenario files without Vitest and lists what they declare; nothing is started.
 *
 * @param files In plain JavaScript, or TypeScript whose types Node can remove.
 */
export async function listNatively(files: readonly string[]): Promise<ListedInFile[]> {
	const listed: ListedInFile[] = [];
	for (const file of files) {
		const declared = await declaredIn(file);
		listed.push(...declared.map((scenario) => ({ ...describeScenario(scenario), file })));
	}
	return listed;
}

/** Loads a scenario file without Vitest. */
export async function declaredIn(file: string): Promise<readonly DeclaredScenario[]> {
	const earlier = known.get(file);
	if (earlier !== undefined) return earlier;
	const declared: DeclaredScenario[] = [];
	globalThis.gatelockDeclare = (scenario) => void declared.push(scenario);
	try {
		await import(pathToFileURL(file).href);
	} finally {
		globalThis.gatelockDeclare = undefined;
	}
	known.set(file, declared);
	return declared;
}
