import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { unpackBundle } from './bundle-file.ts';
import { UsageError } from './errors.ts';
import { storedRuns } from './retention.ts';
import { foldersNamed, readStoredCases, runFolderOf, type StoredCase } from './stored-run.ts';

/** A case that somebody named, and the run that it belongs to. */
export interface FoundCase {
	readonly runFolder: string;
	readonly stored: StoredCase;
	/** What came with a bundle: a project's own scenarios and config. */
	readonly project: string | null;
}

const maxListed = 20;

/**
 * The case that a text means: a bundle, a case folder, a run folder with one case that matters (the only failed one, the
 * only invalid one, the only one), or the id of a case of the latest run that has it.
 *
 * @throws UsageError that lists what there is.
 */
export function findCase(text: string, cwd: string): FoundCase {
	const full = foldersNamed(text, cwd).find((each) => existsSync(each));
	if (full === undefined) return { ...byId(text, cwd), project: null };
	if (statSync(full).isFile()) {
		const runFolder = unpackBundle(full, path.join(cwd, '.gatelock', 'bundles'));
		const project = path.join(runFolder, 'project');
		return { runFolder, stored: oneOf(runFolder, text), project: existsSync(project) ? project : null };
	}
	const runFolder = runFolderOf(full);
	const stored = readStoredCases(runFolder).find(({ folder }) => folder === full) ?? oneOf(runFolder, text);
	return { runFolder, stored, project: null };
}

function byId(id: string, cwd: string): Omit<FoundCase, 'project'> {
	const root = path.join(cwd, '.gatelock');
	const known = new Set<string>();
	for (const name of storedRuns(root).reverse()) {
		const runFolder = path.join(root, name);
		const cases = readStoredCases(runFolder);
		const meant = cases.filter(({ result }) => result.id === id || result.scenario === id);
		const [stored] = worstFirst(meant);
		if (stored !== undefined) return { runFolder, stored };
		for (const { result } of cases) known.add(result.scenario);
	}
	const ids = [...known].slice(0, maxListed).join(', ');
	throw new UsageError(
		'case',
		id,
		`a bundle, a run or case folder, or the id of a stored case${ids === '' ? '; none is stored in .gatelock' : `: ${ids}`}`,
	);
}

function oneOf(runFolder: string, text: string): StoredCase {
	const cases = readStoredCases(runFolder);
	for (const verdict of ['fail', 'invalid', 'pass'] as const) {
		const [first, ...others] = cases.filter(({ result }) => result.verdict === verdict);
		if (first === undefined) continue;
		if (others.every(({ result }) => result.scenario === first.result.scenario)) return first;
		const ids = [first, ...others].map(({ result }) => result.id).slice(0, maxListed);
		throw new UsageError('case', text, `one case of it: ${ids.join(', ')}`);
	}
	throw new UsageError('case', text, 'a run folder with a case.json in it');
}

function worstFirst(cases: readonly StoredCase[]): StoredCase[] {
	const order = ['fail', 'flaky', 'invalid', 'pass', 'skipped'];
	return cases.toSorted((a, b) => order.indexOf(a.result.verdict) - order.indexOf(b.result.verdict));
}
