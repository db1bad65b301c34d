import { describe, expect, test } from 'vitest';
import { chooseScenarios } from './choose-scenarios.ts';
import { nearMatches } from './filter-scenarios.ts';

const listed = [
	{ id: 'first', title: 'First: a gateway is killed', tags: ['full', 'deep'] },
	{ id: 'before-the-first-line', title: 'SIGKILL before the first line', tags: ['quick', 'full', 'deep'] },
	{ id: 'sigkill-when-ready', title: 'SIGKILL when ready', tags: ['quick', 'full', 'deep'] },
	{ id: 'sigkill-when-ready-twice', title: 'SIGKILL when ready, twice', tags: ['deep'] },
];

const ids = (filters: string[], tags: string[] = []) => chooseScenarios(listed, { filters, tags }).map(({ id }) => id);

describe('a filter', () => {
	test.each([
		['is an id, which another holds too', ['first'], ['first']],
		['is a title, which another holds too', ['sigkill when ready'], ['sigkill-when-ready']],
		['is a part of ids', ['ready'], ['sigkill-when-ready', 'sigkill-when-ready-twice']],
		['is a part of a title', ['a gateway is'], ['first']],
		['is in other letters', ['SIGKILL-When'], ['sigkill-when-ready', 'sigkill-when-ready-twice']],
		['stands beside another one', ['READY-twice', 'first'], ['first', 'sigkill-when-ready-twice']],
	])('that %s', (_, filters, chosen) => {
		expect(ids(filters)).toEqual(chosen);
	});

	test.each([
		[['first', 'nonsense'], [], 'filter "nonsense" cannot be used. Allowed: a part of a scenario\'s id or title:'],
		[[''], [], 'filter "" cannot be used.'],
		[['first', 'sigkil-when-redy'], [], 'title. Did you mean:\n  sigkill-when-ready\n  sigkill-when-ready-twice'],
		[['first'], ['quick'], 'with --tag quick, a part of the id or title of a scenario that has this tag; it matches:'],
		[[], ['quick', 'none'], '--tag "none" cannot be used. Allowed: a tag that scenarios have: deep, full, quick.'],
	])('%j with tags %j is refused', (filters, tags, message) => {
		expect(() => ids(filters, tags)).toThrow(message);
	});

	test('with a tag chooses what both mean', () => {
		expect(ids(['first', 'ready'], ['full'])).toEqual(['first', 'sigkill-when-ready']);
	});
});

test.each([
	['ready sigkill', ['sigkill-when-ready', 'sigkill-when-ready-twice']],
	['frist', ['before-the-first-line', 'first']],
	['!!!', []],
	['quite another thing', []],
])('near %j stand %j', (filter, near) => {
	expect(nearMatches(listed, filter)).toEqual(near);
});
