import { expect, test } from 'vitest';
import { clawdbot202512 } from '../contract/clawdbot-2025-12.ts';
import { renderAnnotations } from './github.ts';
import { type ReporterName, reporterNames } from './reporter-names.ts';
import { render } from './reporters.ts';
import { hostileTexts, unsafeInTerminal } from './testing/hostile.ts';
import { inexactMessage, sampleCase, sampleCases, sampleReport } from './testing/sample-report.ts';

const look = { color: false, columns: 60 };
const told = (name: ReporterName, cases = sampleCases()) => render(name, sampleReport(cases), clawdbot202512, look);

test.each(reporterNames)('%s tells what broke, in which case, and keeps flaky and invalid apart', (name) => {
	const text = told(name);
	expect(text).toContain('exact-error-in-use');
	expect(text).toContain('npx gatelock run second/while-holder-runs --seed 42');
	expect(text).toMatch(/flaky/);
	expect(text).toMatch(/invalid/);
});

test.each(reporterNames.filter((name) => name !== 'json'))('%s lets nothing raw through', (name) => {
	for (const text of hostileTexts) {
		const finding = { ...inexactMessage, message: text, actual: text, evidence: [{ t: 1, text }] };
		const cases = [
			sampleCase({ verdict: 'fail', title: text, findings: [finding] }),
			sampleCase({ verdict: 'invalid', title: text, reason: text }),
			sampleCase({ verdict: 'skipped', title: text, reason: text }),
		];
		const said = told(name, cases).replaceAll('\t', '');
		expect(said).not.toMatch(unsafeInTerminal);
		expect(said.length).toBeLessThan(100_000);
	}
});

test('a gateway writes no Markdown, no HTML and no workflow command', () => {
	const message = '<img src=x> [a](b) | **c** @all\n::error::x\n## y';
	const cases = [sampleCase({ verdict: 'fail', findings: [{ ...inexactMessage, message, actual: '```\n# z' }] })];
	const text = told('markdown', cases);
	expect(text).not.toMatch(/<img|\[a\]|\*\*c|@all|^## y|^# z/m);
	expect(text).toContain('````text\n');
	expect(
		renderAnnotations(sampleReport(cases))
			.split('\n')
			.filter((line) => line.startsWith('::')),
	).toHaveLength(1);
});

test('on a terminal of 60 columns only what is copied is longer', () => {
	const long = told('terminal')
		.split('\n')
		.filter((line) => line.length > 60);
	expect(long.filter((line) => !/^ {4}(?:timeline|repeat)/.test(line))).toEqual([]);
});

test('quiet tells what is wrong and the sum, verbose each case', () => {
	const report = sampleReport(sampleCases());
	const quiet = render('terminal', report, clawdbot202512, { ...look, amount: 'quiet' });
	expect(quiet.split('\n')[0]).toBe('Findings (2)');
	expect(render('terminal', report, clawdbot202512, { ...look, columns: 100, amount: 'verbose' })).toMatch(
		/\n {2}✓ pass +1\.23 s {2}SIGKILL when ready\n/,
	);
});
