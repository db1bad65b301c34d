import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { type FailureClass, failureClasses } from '../../harness/contract/failure-classes.ts';
import type { ListedInFile } from '../../harness/scenario/listing.ts';
import { cataloguePage, kitScenarios, pageFile } from './catalogue-page.ts';

let scenarios: readonly ListedInFile[] = [];
beforeAll(async () => {
	scenarios = await kitScenarios();
});

test('docs/catalogue.md is what the scenarios say; `npm run catalogue` writes it', () => {
	expect(readFileSync(pageFile, 'utf8')).toBe(cataloguePage(scenarios));
});

test('no two scenarios have the same id', () => {
	const ids = scenarios.map(({ id }) => id);
	expect(ids.length).toBeGreaterThan(40);
	expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
});

test('each scenario says in one line what it shows, asserts clauses and covers a class', () => {
	const mute = scenarios.filter(({ shows }) => shows.length < 20 || shows.includes('\n') || shows.includes('|'));
	expect(mute.map(({ id }) => id)).toEqual([]);
	expect(scenarios.filter(({ asserts }) => asserts.length === 0).map(({ id }) => id)).toEqual([]);
	expect(scenarios.filter(({ covers }) => covers.length === 0).map(({ id }) => id)).toEqual([]);
});

test('each failure class is covered, or the catalogue says why it lies outside', () => {
	const covered = new Set(scenarios.flatMap(({ covers }) => covers));
	const classes: [string, FailureClass][] = Object.entries(failureClasses);
	expect(classes).toHaveLength(30);
	const unexplained = classes.filter(([id, { outside }]) => covered.has(id as never) === (outside !== undefined));
	expect(unexplained.map(([id]) => id)).toEqual([]);
});
