import { execa } from 'execa';
import { expect, test } from 'vitest';
import { renderJUnit } from './junit.ts';
import { hostileTexts } from './testing/hostile.ts';
import { inexactMessage, sampleCase, sampleReport } from './testing/sample-report.ts';

test('hostile text gives well-formed XML, and an XML parser reads the cases back', async () => {
	const cases = hostileTexts.flatMap((hostile) => {
		const facts = { title: `t${hostile}`, reason: hostile, folder: hostile, repeat: hostile };
		const finding = { ...inexactMessage, message: hostile, actual: hostile, evidence: [{ t: 1, text: hostile }] };
		return [
			sampleCase({ ...facts, verdict: 'fail', findings: [finding] }),
			sampleCase({ ...facts, verdict: 'invalid' }),
			sampleCase({ ...facts, verdict: 'skipped' }),
		];
	});
	const xml = renderJUnit(sampleReport(cases, { gateway: hostileTexts.join(''), folder: '/run' }));
	const count = [
		'import sys, xml.etree.ElementTree as tree',
		'root = tree.fromstring(sys.stdin.buffer.read())',
		'print(*(len(root.findall(".//" + name)) for name in ("testcase", "failure", "error", "skipped")))',
	].join('\n');
	const { stdout } = await execa('python3', ['-c', count], { input: xml });
	expect(stdout).toBe('18 6 6 6');
});
