import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { kitFolder, ownExtension } from '../own-extension.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { isBadUsage } from './bad-usage.ts';
import { chooseScenarios } from './choose-scenarios.ts';
import { UsageError } from './errors.ts';
import { parseRunOptions } from './run-options.ts';
import { scenarioFiles } from './scenario-files.ts';
import { listScenarios, selectScenarios } from './select-scenarios.ts';

vi.setConfig({ testTimeout: 120_000 });

const harness = JSON.stringify(path.join(kitFolder, 'harness', `index${ownExtension}`));

test('the project’s own scenario files stand beside the kit’s, each once, sorted', () => {
	const folder = projectWith({ 'deep/own.scenario.ts': '', 'helper.ts': '', 'types.scenario.d.ts': '' });
	const kit = scenarioFiles(tempFolder());
	expect(kit.length).toBeGreaterThan(0);
	const own = path.join(folder, 'scenarios/deep/own.scenario.ts');
	expect(scenarioFiles(folder)).toEqual([...kit, own].sort());
	expect(scenarioFiles(kitFolder)).toEqual(kit);
});

test('two scenarios with the same id are refused, with both places', async () => {
	const story = (title: string) =>
		`import { scenario } from ${harness}; scenario('${title}', { id: 'twice', asserts: [] }, async () => {});`;
	const folder = projectWith({ 'one.scenario.ts': story('The first'), 'other.scenario.ts': story('The second') });
	const refused: unknown = await selectScenarios(parseRunOptions([], {}), folder).catch((error) => error);
	expect(refused).toBeInstanceOf(UsageError);
	expect(String(refused)).toMatch(/^UsageError: id "twice" cannot be used\. Allowed: an id for one scenario only; /);
	for (const place of ['"The first" in scenarios/one.scenario.ts', '"The second" in scenarios/other.scenario.ts']) {
		expect(String(refused)).toContain(place);
	}
});

test('without filters and tags everything but the deep scenarios is wanted; who names a deep one gets it', async () => {
	const scenarios = ['quick', 'full', 'deep', 'own-tag'].map(
		(tag) => `scenario('A ${tag} one', { asserts: [], tags: ['${tag}'] }, async () => {});`,
	);
	const folder = projectWith({ 'own.scenario.ts': `import { scenario } from ${harness};\n${scenarios.join('\n')}` });
	const listed = await listScenarios([path.join(folder, 'scenarios/own.scenario.ts')]);
	const wanted = (filters: string[], tags: string[]) =>
		chooseScenarios(listed, { filters, tags }).map(({ title }) => title);
	expect(wanted([], [])).toEqual(['A quick one', 'A full one', 'A own-tag one']);
	expect(wanted([], ['quick'])).toEqual(['A quick one']);
	expect(wanted([], ['full'])).toEqual(['A quick one', 'A full one', 'A own-tag one']);
	expect(wanted([], ['deep'])).toEqual(['A quick one', 'A full one', 'A deep one', 'A own-tag one']);
	expect(wanted(['a-deep-one'], [])).toEqual(['A deep one']);
	expect(wanted([], ['own-tag'])).toEqual(['A own-tag one']);
});

test('scenarios say what they are, and nothing is started', async () => {
	const files = [
		path.join(
			projectWith({
				'own.scenario.ts': `
					import { scenario } from ${harness};
					const run = () => { throw new Error('this story must not be told'); };
					scenario('SIGKILL, then again!', {
						asserts: ['no-stale-lock'], tags: ['quick'], shows: 'that it is so', covers: ['F1'], needs: ['strace'],
					}, run);
					scenario('Another', { asserts: [], id: 'own-id' }, run);
				`,
			}),
			'scenarios/own.scenario.ts',
		),
	];
	const sigkill = {
		id: 'sigkill-then-again',
		title: 'SIGKILL, then again!',
		tags: ['quick', 'full', 'deep'],
		asserts: ['no-stale-lock'],
		shows: 'that it is so',
		covers: ['F1'],
		needs: ['strace'],
		file: files[0],
	};
	const rest = { asserts: [], shows: '', covers: [], needs: [], file: files[0] };
	const another = { id: 'own-id', title: 'Another', tags: ['full', 'deep'], ...rest };
	expect(await listScenarios(files)).toEqual([sigkill, another]);
});

test('a filter or a tag that nothing has is refused, though others match', async () => {
	const refusal = async (filters: string[], tag: string[]): Promise<string> => {
		const options = parseRunOptions(filters, { tag });
		return String(await selectScenarios(options, tempFolder()).catch((error) => error));
	};
	const near = "Allowed: a part of a scenario's id or title. Did you mean:\n  sigkill-when-ready";
	expect(await refusal(['sigkill-as-it-calls-bind', 'SIGKLIL when raedy'], [])).toContain(
		`UsageError: filter "SIGKLIL when raedy" cannot be used. ${near}`,
	);
	expect(await refusal(['nothing like it'], [])).toMatch(
		/^UsageError: filter "nothing like it" cannot be used\. Allowed: a part of a scenario's id or title:\n {2}[a-z0-9-]+\n/,
	);
	expect(await refusal([], ['quick', 'qiuck'])).toMatch(
		/^UsageError: --tag "qiuck" cannot be used\. Allowed: a tag that scenarios have: .*quick/,
	);
});

test('a scenario file that imports the kit where it is not installed: bad usage, with the next step', async () => {
	const folder = projectWith({ 'first.scenario.ts': "import { scenario } from 'gatelock';\nscenario;" });
	const error: unknown = await selectScenarios(parseRunOptions(['SIGKILL'], {}), folder).catch((reason) => reason);
	expect(isBadUsage(error)).toBe(true);
	expect(String(error)).toMatch(
		/first\.scenario\.ts: Cannot find package 'gatelock'.* Next step: install gatelock in this/,
	);
});

test('a scenario file that does not load is told', async () => {
	const folder = projectWith({ 'broken.scenario.ts': "import './missing.ts';" });
	await expect(selectScenarios(parseRunOptions(['SIGKILL'], {}), folder)).rejects.toThrow(
		/^The scenario files could not be loaded: .*broken\.scenario\.ts: .*missing\.ts/,
	);
});

function projectWith(files: Record<string, string>): string {
	const folder = tempFolder();
	for (const [name, content] of Object.entries(files)) {
		const file = path.join(folder, 'scenarios', name);
		mkdirSync(path.dirname(file), { recursive: true });
		writeFileSync(file, content);
	}
	return folder;
}
