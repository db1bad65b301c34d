import { expect, test } from 'vitest';
import type { Finding } from '../judge/finding.ts';
import { groupFindings } from './group-findings.ts';
import { inexactMessage, sampleCase } from './testing/sample-report.ts';

test.each<[string, Partial<Finding>, number]>([
	['equal', {}, 1],
	['other evidence', { evidence: [] }, 1],
	['another instance', { message: inexactMessage.message.replace('g2', 'g3') }, 1],
	['the same text on the case’s own port', onPort('20011'), 1],
	['another message', { message: 'g2 printed nothing.' }, 2],
	['another text printed', { actual: 'gateway already running' }, 2],
	['a wrong port printed', { actual: 'another gateway instance is already listening on ws://localhost:18790.' }, 2],
	['another clause', { clause: 'foreign-occupant' }, 2],
])('%s: %#', (_, change, groups) => {
	const cases = [
		sampleCase({ findings: [inexactMessage] }),
		sampleCase({ findings: [{ ...inexactMessage, ...change }] }),
	];
	expect(groupFindings(cases)).toHaveLength(groups);
});

test('messages that differ in what each start makes anew are the same', () => {
	const messages = [
		'After the death of g1: g2 could not listen: port 20011 is still held by pid 412 of g1.',
		'After the death of g3: g4 could not listen: port 20012 is still held by pid 977 of g3.',
	];
	expect(groupFindings(messages.map((message) => sampleCase({ findings: [withMessage(message)] })))).toHaveLength(1);
});

test('exit codes and addresses stay apart', () => {
	const messages = [
		'g1 exited (exit code 1) instead of listening.',
		'g1 exited (exit code 78) instead of listening.',
		'g1 listens on 0.0.0.0:18789, which is not loopback.',
		'g1 listens on 10.0.0.1:18789, which is not loopback.',
	];
	expect(groupFindings(messages.map((message) => sampleCase({ findings: [withMessage(message)] })))).toHaveLength(4);
});

test('a case that saw the same breach twice is named once', () => {
	const found = sampleCase({ findings: [inexactMessage, inexactMessage] });
	expect(groupFindings([found])).toEqual([{ finding: inexactMessage, cases: [found] }]);
});

function onPort(port: string): Partial<Finding> {
	const { expected = '', actual = '' } = inexactMessage;
	return { expected: expected.replace('18789', port), actual: actual.replace('18789', port) };
}

function withMessage(message: string): Finding {
	return { clause: 'rebinds-immediately', message, evidence: [] };
}
