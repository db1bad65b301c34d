import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clawdbot202512 } from '../contract/clawdbot-2025-12.ts';
import { TimelineBuilder } from '../judge/testing/timeline-builder.ts';
import { hostileTexts } from '../report/testing/hostile.ts';
import { sampleCase, sampleCases, sampleReport } from '../report/testing/sample-report.ts';
import { bandsOf } from './bands.ts';
import { embedded } from './embed.ts';
import { pageDataOf } from './page-data-of.ts';
import { pageHtml } from './page-html.ts';

const report = sampleReport(sampleCases());
const noRecords = report.cases.map(() => null);

function pageOf(cases = report.cases) {
	const some = sampleReport([...cases]);
	return pageHtml(
		pageDataOf(
			some,
			clawdbot202512,
			cases.map(() => null),
		),
		cases.map(() => null),
	);
}

test('whatever a text holds, in the page it is plain ASCII that cannot leave its element, and the same when read', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (text) => {
			const json = embedded({ text });
			expect(json).not.toMatch(/[<>&\u007f-\uffff\0-\x1f]/);
			expect(JSON.parse(json)).toEqual({ text });
		}),
	);
});

test('a megabyte in a line is cut, with a note, and hostile titles do not stand in the markup', () => {
	const [last = ''] = hostileTexts.slice(-1);
	expect(embedded({ last }).length).toBeLessThan(5_000);
	expect(JSON.parse(embedded({ last })).last).toMatch(/… \(\+\d+ characters; the timeline has them\)$/);
	const page = pageOf(hostileTexts.map((title, index) => sampleCase({ id: `${index}${title}`, title, reason: title })));
	expect(page).not.toMatch(/<!\[CDATA|\u202e|\u2028|\u0000/);
	expect(page.length).toBeLessThan(300_000);
});

test('nothing may run in the page but its own script and style, and nothing may be fetched', () => {
	const page = pageOf();
	const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
	const inner = (tag: string) => page.split(`<${tag}>`)[1]?.split(`</${tag}>`)[0] ?? '';
	for (const tag of ['script', 'style']) {
		expect(policy).toContain(`${tag}-src 'sha256-${createHash('sha256').update(inner(tag)).digest('base64')}'`);
	}
	expect(policy).toContain("default-src 'none'; connect-src 'none'");
	expect(page.replaceAll(/<script[\s\S]*?<\/script>/g, '')).not.toMatch(/https?:|src=|@import|url\(/);
	expect(page.match(/<script>/g)).toHaveLength(1);
});

test('the verdict in one sentence', () => {
	const sentence = (cases = report.cases) => pageDataOf(sampleReport([...cases]), clawdbot202512, []).sentence;
	expect(sentence()).toBe('The gateway broke 2 clauses of the contract, in 2 of 7 cases.');
	expect(sentence([sampleCase()])).toBe(
		'The gateway kept the contract: 3 clauses held in 1 case; 11 were not put to the test.',
	);
	expect(sentence([])).toBe('No verdict: no case ran, so nothing was proved.');
});

test('records that do not fit are left out, those that passed first, and the page says so', () => {
	const timeline = new TimelineBuilder().end(1);
	const many = Array.from({ length: 50 }, () => timeline).flat();
	const record = { timeline: many, bands: [] };
	const cases = [sampleCase(), ...Array.from({ length: 10 }, () => sampleCase({ verdict: 'fail' }))];
	const page = pageHtml(
		pageDataOf(
			sampleReport(cases),
			clawdbot202512,
			cases.map(() => many.length),
		),
		cases.map(() => record),
		[],
		{ maxRecordChars: 50_000 },
	);
	expect(page).not.toContain('id="record-0"');
	expect(page).toContain('id="record-1"');
	expect(page).toMatch(/The records of \d+ cases are not in this page/);
	expect(pageHtml(pageDataOf(report, clawdbot202512, []), noRecords)).not.toContain('are not in this page');
});

test('a limit as it was applied: what counted, and whether it was met', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(3500, 'g1', { starvedMs: 300 })
		.fault(4000, 'g1', 'SIGTERM', 'graceful-stop')
		.ends(4100, 'g1', 0, { starvedMs: 300 })
		.spawn(5000, 'g2')
		.listen(5200, 'g2')
		.spawn(6000, 'g3')
		.refused(6200, 'g3')
		.end(7000);
	expect(bandsOf(timeline, clawdbot202512)).toEqual([
		{
			instance: 'g1',
			clause: 'binds-at-startup',
			from: 0,
			limitMs: 3000,
			slowdown: 1,
			to: 3500,
			countedMs: 3200,
			wallMs: 3500,
			outcome: 'over',
		},
		{
			instance: 'g1',
			clause: 'frees-port-on-shutdown',
			from: 4000,
			limitMs: 5000,
			slowdown: 1,
			to: 4100,
			countedMs: 100,
			wallMs: 100,
			outcome: 'within',
		},
		{
			instance: 'g2',
			clause: 'rebinds-immediately',
			from: 5000,
			limitMs: 2000,
			slowdown: 1,
			to: 5200,
			countedMs: 200,
			wallMs: 200,
			outcome: 'within',
		},
		{
			instance: 'g3',
			clause: 'fails-fast',
			from: 6000,
			limitMs: 1000,
			slowdown: 1,
			to: 6200,
			countedMs: 200,
			wallMs: 200,
			outcome: 'within',
		},
	]);
});
