import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseBuildSpec } from '../harness/builds/build-spec.ts';
import { defaultCacheDir } from '../harness/builds/cache-dir.ts';
import { cachedBuilds } from '../harness/builds/cached-builds.ts';
import { clauseIdSchema } from '../harness/contract/clause-ids.ts';
import { temporaryFolder } from './testing/gatelock.ts';
import { outcomeOf, showing } from './track-record/outcome.ts';
import { ownFindings } from './track-record/own-findings.ts';
import { planFor, withReplays } from './track-record/plan.ts';
import { keyOf, type ReplayedGroup, readTrackRecord } from './track-record/record.ts';
import { projectFolder, replay } from './track-record/replay.ts';
import type { TrackedReport } from './track-record/reported.ts';
import { reports } from './track-record/reports.ts';
import { trackRecordPage, trackRecordPageFile } from './track-record/track-record-page.ts';
import { catalogue } from './zoo/catalogue.ts';

const told = [...reports, ...ownFindings];

test('docs/track-record.md is what the reports and the record say; `npm run pages` writes it', () => {
	const isFresh = readFileSync(trackRecordPageFile, 'utf8') === trackRecordPage();
	expect(isFresh, 'the page is stale. Next step: npm run pages').toBe(true);
});

test('each report stands there once, with a build that can be named and a clause that exists', () => {
	const names = [...reports.map((each) => `${each.repository}#${each.number}`), ...ownFindings.map(({ id }) => id)];
	expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
	for (const { build, laterBuild, symptom } of told) {
		for (const spec of [build, laterBuild ?? build]) expect(() => parseBuildSpec(spec, '/', '/')).not.toThrow();
		expect(clauseIdSchema.safeParse(symptom.clause).success, symptom.clause).toBe(true);
	}
});

test('each story is a scenario of the kit, or of the project beside the record', async () => {
	const known = new Set((await catalogue(projectFolder)).map(({ id }) => id));
	expect(told.map(({ scenario }) => scenario).filter((id) => !known.has(id))).toEqual([]);
	const recorded = Object.values(readTrackRecord()).map(({ scenario }) => scenario);
	expect(recorded.filter((id) => !known.has(id))).toEqual([]);
});

test('the record shows at least 25 reports, and each finding of our own', () => {
	const record = readTrackRecord();
	const shown = reports.filter((report) => (outcomeOf(record, report)?.shown ?? 0) > 0);
	expect(shown.length).toBeGreaterThanOrEqual(25);
	expect(ownFindings.filter((finding) => (outcomeOf(record, finding)?.shown ?? 0) === 0)).toEqual([]);
	expect(told.filter((each) => outcomeOf(record, each) === null).map(({ scenario }) => scenario)).toEqual([]);
});

const report: TrackedReport = {
	repository: 'a/b',
	number: 7,
	says: 'it exits with 0',
	version: '1',
	build: 'b@1',
	scenario: 's',
	symptom: { clause: 'fails-fast', says: /code 0/ },
	laterBuild: 'b@2',
};
const zero = { clause: 'fails-fast', by: 'document', message: 'g2 exited with code 0.' } as const;
const slow = { clause: 'fails-fast', by: 'document', message: 'g2 took 9 s.' } as const;

test('a broken clause shows a report only by the symptom of it', () => {
	expect(showing({ verdict: 'fail', findings: [slow, zero] }, report.symptom)).toBe(zero);
	expect(showing({ verdict: 'fail', findings: [slow] }, report.symptom)).toBeNull();
	expect(showing({ verdict: 'fail', findings: [{ ...slow, printed: 'code 0' }] }, report.symptom)).not.toBeNull();
	const other = { ...zero, clause: 'exact-error-in-use' } as const;
	expect(showing({ verdict: 'fail', findings: [other] }, report.symptom)).toBeNull();
});

test('what was replayed is not replayed again, and what is missing is added to it', () => {
	const group = (build: string, count: number): ReplayedGroup => ({
		build,
		scenario: 's',
		at: '2026-11-24',
		replays: Array.from({ length: count }, () => ({ verdict: 'fail', findings: [zero] })),
	});
	const words: string[] = [];
	expect(planFor([report], { words, repeat: 3, record: {} })).toEqual([
		{ build: 'b@1', scenarios: ['s'], repeat: 3 },
		{ build: 'b@2', scenarios: ['s'], repeat: 2 },
	]);
	const record = withReplays({}, [group('b@1', 2), group('b@2', 2)], { forgets: false });
	expect(planFor([report], { words, repeat: 3, record })).toEqual([{ build: 'b@1', scenarios: ['s'], repeat: 1 }]);
	expect(planFor([report], { words: ['b@2'], repeat: 3, record: {} })).toHaveLength(1);
	expect(planFor([report], { words: ['#7'], repeat: 3, record: {} })).toHaveLength(2);
	expect(planFor([report], { words: ['nothing'], repeat: 3, record: {} })).toEqual([]);
	const more = withReplays(record, [group('b@1', 1)], { forgets: false });
	expect(outcomeOf(more, report)).toMatchObject({ shown: 3, of: 3, example: zero });
	expect(withReplays(more, [group('b@1', 1)], { forgets: true })[keyOf(report)]?.replays).toHaveLength(1);
});

/** A quick scenario on a build that starts fast. Every replay showed it. */
const sample = 79_534;

test('a sample of the record can be replayed', async ({ skip }) => {
	const chosen = reports.find(({ number }) => number === sample);
	if (chosen === undefined) throw new Error(`report ${sample} is not tracked`);
	const cached = (await cachedBuilds(defaultCacheDir())).map(({ marker }) => `${marker.name}@${marker.version}`);
	skip(!cached.includes(chosen.build), `${chosen.build} is not in the cache: npx gatelock builds add ${chosen.build}`);
	const runs = temporaryFolder();
	const { groups, problem } = await replay(chosen.build, [chosen.scenario], { repeat: 1, workers: 1, runs });
	expect(problem).toBeNull();
	const record = withReplays({}, groups, { forgets: true });
	expect(outcomeOf(record, chosen)).toMatchObject({ shown: 1, of: 1 });
});
