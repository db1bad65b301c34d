import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { clawdbot202512 } from '../contract/clawdbot-2025-12.ts';
import { renderReport } from './terminal.ts';
import { sampleCases, sampleReport } from './testing/sample-report.ts';

test('the examples in docs/reading-a-failure.md are what a report looks like', async () => {
	const page = await readFile(new URL('../../docs/reading-a-failure.md', import.meta.url), 'utf8');
	const report = renderReport(sampleReport(sampleCases()), clawdbot202512, { color: false, columns: 100 });
	const examples = [...page.matchAll(/^```\n(.*?)\n```$/gms)].map(([, example = '']) => example);
	expect(examples).toHaveLength(2);
	expect(examples.map((example) => report.includes(example))).toEqual([true, true]);
});
