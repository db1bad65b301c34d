import { readdirSync } from 'node:fs';
import path from 'node:path';
import { brokenGateways, correctGateways, type FixtureProgram, hostileGateways } from '../../fixtures/programs.ts';
import { clauseIds } from '../../harness/contract/clause-ids.ts';
import { repository } from '../testing/repository.ts';
import { fileOf, missedWithoutClause, missedWithoutFile, readRecord, type ZooRecord } from './record.ts';

export const zooPageFile = path.join(repository, 'docs', 'zoo.md');

/** The page `docs/zoo.md`, as the headers of the gateways and the last record make it. */
export function zooPage(): string {
	return renderZoo({
		record: readRecord(),
		files: scenarioFileNames(),
		broken: brokenGateways(),
		correct: correctGateways(),
		hostile: hostileGateways(),
	});
}

/** Names of the kit's scenario files, without `.scenario.ts`. */
export function scenarioFileNames(): string[] {
	const suffix = '.scenario.ts';
	const names = readdirSync(path.join(repository, 'scenarios'));
	return names.flatMap((name) => (name.endsWith(suffix) ? [name.slice(0, -suffix.length)] : [])).sort();
}

type Gateway = Pick<FixtureProgram, 'name' | 'header'>;

/** Pure. */
export function renderZoo(zoo: {
	readonly record: ZooRecord;
	readonly files: readonly string[];
	readonly broken: readonly Gateway[];
	readonly correct: readonly Gateway[];
	readonly hostile: readonly Gateway[];
}): string {
	const { record } = zoo;
	const caughtBy = (file: string) =>
		Object.values(record).filter(({ scenarios }) => scenarios.some((scenario) => fileOf(scenario) === file)).length;
	const parts = [
		'<!-- Made by `npm run pages` from the gateways’ headers and the last `npm run zoo -- --record`. -->',
		'# The zoo',
		way,
		'Known-bad gateways, each wrong in one way; correct ones that look suspicious; and hostile ones that attack the harness itself. `npm run zoo` judges the first two: each broken one must be found by its clause and by no other, no correct one may be accused. `npm test` runs each broken one against one scenario that must find it, each correct one against the quick tier, and each hostile one; `npm run test:full` runs the full tier.',
		scoreLine(zoo),
		'## What each clause catches alone',
		'Without the clause, these would pass.',
		table(
			['clause', 'gateways that only it catches'],
			clauseIds.map((id) => [code(id), list(missedWithoutClause(record, id))]),
		),
		'## What each scenario file catches alone',
		'Without the file, these would be missed. The number counts all that the file catches.',
		table(
			['file', 'caught', 'gateways that only it catches'],
			zoo.files.map((file) => [
				code(`${file}.scenario.ts`),
				`${caughtBy(file)}`,
				list(missedWithoutFile(record, file)),
			]),
		),
		'## Broken gateways',
		table(
			['gateway', 'what it does', 'breaks', 'found by'],
			zoo.broken.map((gateway) => [
				...nameAndSummary(gateway),
				code(gateway.header.breaks ?? ''),
				foundBy(gateway, record),
			]),
		),
		'## Correct gateways',
		table(
			['gateway', 'what it does', 'looks like', 'is right because', 'verdict'],
			zoo.correct.map((gateway) => [
				...nameAndSummary(gateway),
				cell(gateway.header.looksLike ?? ''),
				cell(gateway.header.isRightBecause ?? ''),
				verdictOf(gateway, record),
			]),
		),
		'## Hostile gateways',
		table(
			['gateway', 'what it does', 'the right verdict'],
			zoo.hostile.map((gateway) => [...nameAndSummary(gateway), cell(rightVerdict(gateway))]),
		),
		way,
	];
	return `${parts.join('\n\n')}\n`;
}

const way = '[← Performance](performance.md) · [The track record →](track-record.md)';

function scoreLine({ record, broken, correct }: Parameters<typeof renderZoo>[0]): string {
	const count = (of: readonly Gateway[], verdict: string) =>
		of.filter(({ name }) => record[name]?.verdict === verdict).length;
	const partly = [...broken, ...correct].filter(({ name }) => record[name]?.isFull !== true).length;
	const line = `The last record: ${count(broken, 'FOUND')} of ${broken.length} broken gateways found, ${count(correct, 'CLEAN')} of ${correct.length} correct ones without an accusation.`;
	if (partly === 0) return line;
	return `${line} ${partly} gateways have not met every scenario yet, so “only” says of them: among those that they met.`;
}

function foundBy({ name, header }: Gateway, record: ZooRecord): string {
	const gateway = record[name];
	if (gateway === undefined) return 'not run yet';
	const [first] = gateway.scenarios;
	if (first === undefined) return header.needs === undefined ? gateway.verdict : `waits for ${header.needs}`;
	const others = gateway.scenarios.length - 1;
	return `${code(first.slice(fileOf(first).length + 1))}${others === 0 ? '' : ` and ${others} more`}`;
}

function verdictOf({ name }: Gateway, record: ZooRecord): string {
	return record[name]?.verdict ?? 'not run yet';
}

function rightVerdict({ header }: Gateway): string {
	if (header.breaks !== undefined) return `fail: ${code(header.breaks)}`;
	if (header.noVerdictBecause !== undefined) return `invalid: ${header.noVerdictBecause}`;
	return `pass: ${header.isRightBecause ?? ''}`;
}

function nameAndSummary({ name, header }: Gateway): [string, string] {
	return [code(name), cell(header.summary)];
}

function list(names: readonly string[]): string {
	return names.length === 0 ? '–' : names.map(code).join(', ');
}

function code(text: string): string {
	return `\`${text}\``;
}

/** A bar would end the cell, a tag would be one. */
function cell(text: string): string {
	return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
