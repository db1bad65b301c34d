import { expect, test } from 'vitest';
import { reasonOf, usefulLines } from './npm-client.ts';

test('npm is heard out, without its warnings and its log file', () => {
	const output = [
		'npm warn Unknown user config "x".',
		'npm error code ETARGET',
		'npm error notarget No matching version found for a@9.',
		'npm error',
		'npm error A complete log of this run can be found in: /home/me/.npm/_logs/2026-01-01T00_00_00_000Z-debug-0.log',
		'',
	].join('\n');
	expect(usefulLines(output)).toEqual([
		'npm error code ETARGET',
		'npm error notarget No matching version found for a@9.',
	]);
});

test.each([
	['npm error code E404', 'not-on-registry'],
	['npm error code ETARGET', 'not-on-registry'],
	['npm error code ENOTFOUND', 'registry-unreachable'],
	['npm error code ECONNREFUSED', 'registry-unreachable'],
	['npm error code ERESOLVE', 'install-failed'],
	['', 'install-failed'],
])('%o means %s', (line, reason) => {
	expect(reasonOf(line)).toBe(reason);
});
