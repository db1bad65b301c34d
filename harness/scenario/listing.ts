import { pathToFileURL } from 'node:url';
import type { ListedScenario } from './vitest-types.ts';

/** A scenario, and the file that contains it. */
export interface ListedInFile extends ListedScenario {
	readonly file: string;
}

declare global {
	/** While scenario files are only listed: what they have declared so far. Shared by every copy of this module. */
	var gatelockListing: ListedScenario[] | undefined;
	/** The scenario file that is being loaded, where several share one Vitest module. */
	var gatelockFile: string | undefined;
}

/** A module runs once in a process, so what a file has declared is kept. */
const known = new Map<string, readonly ListedScenario[]>();

/**
 * Loads scenario files without Vitest and lists what they declare; nothing is started.
 *
 * @param files In plain JavaScript, or TypeScript whose types Node can remove.
 */
export async function listNatively(files: readonly string[]): Promise<ListedInFile[]> {
	const listed: ListedInFile[] = [];
	for (const file of files) {
		const declared = known.get(file) ?? (await declaredIn(file));
		known.set(file, declared);
		listed.push(...declared.map((scenario) => ({ ...scenario, file })));
	}
	return listed;
}

async function declaredIn(file: string): Promise<readonly ListedScenario[]> {
	const declared: ListedScenario[] = [];
	globalThis.gatelockListing = declared;
	try {
		await import(pathToFileURL(file).href);
		return declared;
	} finally {
		globalThis.gatelockListing = undefined;
	}
}
