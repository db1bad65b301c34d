import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { matchesGlob } from 'node:path/posix';
import { z } from 'zod';
import { repository } from '../testing/repository.ts';

const patternSchema = z.object({ group: z.array(z.string()) });
const ruleSchema = z.object({ options: z.object({ patterns: z.array(patternSchema) }) });
const configSchema = z.object({
	overrides: z.array(
		z.object({
			includes: z.array(z.string()),
			linter: z.object({ rules: z.object({ style: z.object({ noRestrictedImports: ruleSchema }).partial() }) }),
		}),
	),
});

const begin = '<!-- borders: made from biome.json by `npm run pages` -->';
const end = '<!-- /borders -->';

/** docs/architecture.md with the import borders as the linter enforces them. */
export function architecturePage(): string {
	const text = readFileSync(path.join(repository, 'docs/architecture.md'), 'utf8');
	const [before, rest] = text.split(begin);
	const after = rest?.split(end)[1];
	if (before === undefined || after === undefined) throw new RangeError(`docs/architecture.md lacks ${begin} … ${end}`);
	return `${before}${begin}\n${table()}\n${end}${after}`;
}

/** Which folder may import which: a row imports a column. */
function table(): string {
	const borders = configSchema
		.parse(JSON.parse(readFileSync(path.join(repository, 'biome.json'), 'utf8')))
		.overrides.flatMap(({ includes, linter }) => {
			const groups = linter.rules.style.noRestrictedImports?.options.patterns.flatMap(({ group }) => group) ?? [];
			return groups.length === 0 ? [] : [{ includes, groups }];
		});
	const folders = readdirSync(path.join(repository, 'harness'), { withFileTypes: true })
		.filter((entry) => entry.isDirectory() && entry.name !== 'testing')
		.map(({ name }) => name)
		.sort();
	const forbidden = (from: string, to: string) =>
		borders.some(
			({ includes, groups }) =>
				includes.some((glob) => matchesGlob(`harness/${from}/x.ts`, glob)) &&
				groups.some((glob) => glob.includes('/') && matchesGlob(`harness/${to}/x.ts`, glob)),
		);
	const columns = folders.filter((to) => folders.some((from) => forbidden(from, to)));
	const bounded = folders.filter((from) => columns.some((to) => forbidden(from, to)));
	const cells = (from: string) => columns.map((to) => (from === to ? '' : forbidden(from, to) ? '✗' : '✓'));
	const packages = borders.map(({ includes, groups }) => {
		const named = includes.filter((glob) => !glob.startsWith('!')).map((glob) => `\`${glob.replace('/**', '/')}\``);
		const modules = groups.filter((glob) => !glob.startsWith('**')).map((name) => `\`${name}\``);
		return modules.length === 0 ? '' : `${named.join(', ')} import none of ${modules.join(', ')}.`;
	});
	return [
		`| imports | ${columns.map((name) => `\`${name}\``).join(' | ')} |`,
		`| --- |${' :-: |'.repeat(columns.length)}`,
		...bounded.map((from) => `| \`${from}\` | ${cells(from).join(' | ')} |`),
		'',
		...packages.filter((line) => line !== ''),
	].join('\n');
}
