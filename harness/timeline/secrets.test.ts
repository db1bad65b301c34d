import { expect, test } from 'vitest';
import { maskFor, masking } from './secrets.ts';

test('values of variables outside of the allow-list are masked, each by its name', () => {
	const mask = maskFor({
		MY_SETTING: 'planted value 7',
		DB_PASS: 'swordfish',
		LANG: 'en_GB.UTF-8',
		STAGE: 'production',
	});
	expect(mask('a planted value 7, swordfish, en_GB.UTF-8, production')).toBe(
		'a ‹MY_SETTING›, ‹DB_PASS›, en_GB.UTF-8, production',
	);
});

test('each line of a key of several lines is masked', () => {
	const mask = maskFor({ DEPLOY_KEY: 'first line of it\nsecond line of it' });
	expect(mask('second line of it')).toBe('‹DEPLOY_KEY›');
});

test.each([
	['--token abcdef123456', '--token ‹masked›'],
	['Authorization: Bearer abc.def-ghi.jkl', 'Authorization: Bearer ‹masked›'],
	['"apiKey": "0123456789"', '"apiKey": "‹masked›"'],
	['ghp_0123456789abcdefghij', '‹masked›'],
	['postgres://me:hunter2@db/x', 'postgres://me:‹masked›@db/x'],
	['eyJhbGciOiJIUzI1.eyJzdWIiOiIx.c2ln', '‹masked›'],
])('%s', (text, safe) => {
	expect(maskFor({})(text)).toBe(safe);
});

test.each([
	'another gateway instance is already listening on ws://127.0.0.1:18789',
	'failed to bind gateway socket on ws://127.0.0.1:18789: EACCES',
	'gateway token missing: provide one',
	'audit finds the file home/main/.gateway/gateway-24880.lock',
])('what is no secret stays: %s', (text) => {
	const surroundings = { URL: 'ws://127.0.0.1:18789', HERE: '/tmp', PORT: '18789' };
	expect(maskFor(surroundings)(text)).toBe(text);
});

test('every text of a value of JSON is masked', () => {
	const mask = maskFor({ A_SECRET: 'planted' });
	expect(masking({ a: ['planted', 1, null], b: { c: 'x planted' } }, mask)).toEqual({
		a: ['‹A_SECRET›', 1, null],
		b: { c: 'x ‹A_SECRET›' },
	});
});
