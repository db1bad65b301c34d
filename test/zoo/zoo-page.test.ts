import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { brokenGateways, correctGateways } from '../../fixtures/programs.ts';
import { clauseIds } from '../../harness/contract/clause-ids.ts';
import type { Row } from './matrix.ts';
import {
	explorers,
	fileOf,
	missedWithoutClause,
	missedWithoutFile,
	readRecord,
	withRows,
	type ZooRecord,
} from './record.ts';
import { scenarioFileNames, zooPage, zooPageFile } from './zoo-page.ts';

const record = readRecord();
const broken = brokenGateways();
const names = new Set([...broken, ...correctGateways()].map(({ name }) => name));
const files = scenarioFileNames();

/** The matrix pairs moments with faults that the other files know as well: it is there for bugs that nobody thought of. */
const unearned = ['matrix'];

test('docs/zoo.md is what the gateways and the record say; `npm run pages` writes it', () => {
	expect(readFileSync(zooPageFile, 'utf8') === zooPage(), 'the page is stale. Next step: npm run pages').toBe(true);
});

test('the record names gateways that are there, breaking what their headers say', () => {
	expect(Object.keys(record).filter((name) => !names.has(name))).toEqual([]);
	const stale = broken.filter(({ name, header }) => name in record && record[name]?.expected !== header.breaks);
	expect(stale.map(({ name }) => name)).toEqual([]);
});

test('nobody in the record is accused of what it does not break', () => {
	const wrong = Object.entries(record).filter(([, { verdict }]) => ['WRONG CLAUSE', 'FALSE ALARM'].includes(verdict));
	expect(wrong.map(([name]) => name)).toEqual([]);
});

const judged = [...new Set([...clauseIds, ...Object.values(record).flatMap(({ found }) => found)])];
test.each(judged)('without the clause %s a broken gateway would be missed', (clause) => {
	expect(clauseIds, 'a clause of the record is judged no more').toContain(clause);
	expect(missedWithoutClause(record, clause)).not.toEqual([]);
});

const told = new Set([...files, ...Object.values(record).flatMap(({ scenarios }) => scenarios.map(fileOf))]);
told.delete(explorers);
test.each([...told])('without scenarios/%s.scenario.ts a broken gateway would be missed', (file) => {
	expect(files, `only it caught ${missedWithoutFile(record, file).join(', ')}`).toContain(file);
	expect(missedWithoutFile(record, file).length > 0).toBe(!unearned.includes(file));
});

describe('a record', () => {
	const found = { expected: 'fails-fast', verdict: 'FOUND', found: ['fails-fast'] } as const;
	const counts = { needs: null, startsNeeded: 1, starts: 1, cases: 1, durationMs: 1, trouble: null };
	const row: Row = { name: 'b', ...found, ...counts, accused: [], invalid: [], scenarios: ['s'] };
	const of = { groupOf: new Map([['s', 'file']]), names: ['a', 'b'], isFull: true };
	const entry: ZooRecord[string] = { ...found, found: [...found.found], scenarios: ['file/s'], isFull: true };

	test('keeps what was not run, forgets what is gone, and stands in order', () => {
		const after = withRows({ gone: entry, a: entry }, [row], of);
		expect(Object.entries(after)).toEqual([
			['a', entry],
			['b', entry],
		]);
	});

	test('says what is missed without a clause and without a file', () => {
		const one = withRows({}, [row], of);
		expect([missedWithoutClause(one, 'fails-fast'), missedWithoutClause(one, 'single-instance')]).toEqual([['b'], []]);
		expect([missedWithoutFile(one, 'file'), missedWithoutFile(one, 'other')]).toEqual([['b'], []]);
		const twice = withRows({}, [{ ...row, found: ['fails-fast', 'single-instance'], scenarios: ['s', 't'] }], {
			...of,
			groupOf: new Map([...of.groupOf, ['t', 'other']]),
		});
		expect([missedWithoutClause(twice, 'fails-fast'), missedWithoutFile(twice, 'file')]).toEqual([[], []]);
	});
});
