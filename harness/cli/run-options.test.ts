import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../testing/temp-folder.ts';
import { parseRunOptions, type RawRunOptions } from './run-options.ts';

/** What stands there when nothing is said of how the report is told, and what is run again. */
const usual = {
	markdown: null,
	tap: null,
	compact: null,
	reporter: 'terminal',
	look: 'normal',
	retries: 0,
	allowFlaky: false,
	shard: null,
};

test('nothing said: the defaults, and a seed that is a whole number', () => {
	const { seed, ...options } = parseRunOptions([], {});
	expect(options).toEqual({
		filters: [],
		gateway: null,
		build: null,
		contract: 'clawdbot-2025-12',
		limits: {},
		tags: [],
		repeat: 1,
		workers: null,
		html: null,
		json: null,
		junit: null,
		...usual,
		keep: false,
	});
	expect(Number.isSafeInteger(seed) && seed >= 0 && seed < 2 ** 31).toBe(true);
});

test('everything said', () => {
	const folder = tempFolder();
	const raw: RawRunOptions = {
		gateway: 'node gateway.mjs',
		contract: 'clawdbot-2025-12',
		limit: ['fails-fast=2s', 'binds-at-startup=200ms', 'fails-fast=3s'],
		tag: ['quick', 'strace'],
		seed: '0',
		repeat: '10000',
		workers: '64',
		html: path.join(folder, 'page.html'),
		json: path.join(folder, 'report.json'),
		junit: path.relative(process.cwd(), path.join(folder, 'junit.xml')),
		keep: true,
	};
	expect(parseRunOptions(['SIGKILL', 'crash'], raw)).toEqual({
		filters: ['SIGKILL', 'crash'],
		gateway: 'node gateway.mjs',
		build: null,
		contract: 'clawdbot-2025-12',
		limits: { 'fails-fast': 3_000, 'binds-at-startup': 200 },
		tags: ['quick', 'strace'],
		seed: 0,
		repeat: 10_000,
		workers: 64,
		html: path.join(folder, 'page.html'),
		json: path.join(folder, 'report.json'),
		junit: path.join(folder, 'junit.xml'),
		...usual,
		keep: true,
	});
});

test('each refusal names the option, the value and what is allowed', () => {
	const folder = tempFolder();
	mkdirSync(path.join(folder, 'taken'));
	const wrong: RawRunOptions[] = [
		{ gateway: 'node x', build: 'clawdbot@1' },
		{ contract: 'clawdbot' },
		{ contract: '' },
		{ limit: ['fails-fast'] },
		{ limit: ['single-instance=1s'] },
		{ limit: ['=1s'] },
		{ limit: ['fails-fast=soon'] },
		{ limit: ['fails-fast='] },
		{ seed: '-1' },
		{ seed: '2147483648' },
		{ seed: '1.5' },
		{ seed: '' },
		{ repeat: '0' },
		{ repeat: '10001' },
		{ repeat: '1e3' },
		{ workers: '0' },
		{ workers: '65' },
		{ workers: ' 2' },
		{ workers: '９' },
		{ json: path.join(folder, 'missing', 'report.json') },
		{ json: path.join(folder, 'taken') },
		{ junit: path.join(folder, 'missing', 'junit.xml') },
		{ reporter: 'html' },
		{ quiet: true, verbose: true },
		{ repeat: '2', retries: '1' },
		{ shard: '3/2' },
	];
	const refusals = wrong.map((raw) => refusalOf(raw).replaceAll(folder, '/folder'));
	expect(refusals).toMatchInlineSnapshot(`
		[
		  "UsageError: --build "clawdbot@1" cannot be used. Allowed: one of --gateway and --build, not both.",
		  "UsageError: --contract "clawdbot" cannot be used. Allowed: clawdbot-2025-12, clawdbot-2026-01-21, clawdbot-2026-01-25, openclaw-2026-02-22, openclaw-2026-04-27, openclaw-2026-07-01, openclaw-2026-07-15, openclaw-2026-08-31, openclaw-2026-09-18, auto.",
		  "UsageError: --contract "" cannot be used. Allowed: clawdbot-2025-12, clawdbot-2026-01-21, clawdbot-2026-01-25, openclaw-2026-02-22, openclaw-2026-04-27, openclaw-2026-07-01, openclaw-2026-07-15, openclaw-2026-08-31, openclaw-2026-09-18, auto.",
		  "UsageError: --limit "fails-fast" cannot be used. Allowed: <clause>=<duration> with a clause of binds-at-startup, rebinds-immediately, fails-fast, frees-port-on-shutdown.",
		  "UsageError: --limit "single-instance=1s" cannot be used. Allowed: <clause>=<duration> with a clause of binds-at-startup, rebinds-immediately, fails-fast, frees-port-on-shutdown.",
		  "UsageError: --limit "=1s" cannot be used. Allowed: <clause>=<duration> with a clause of binds-at-startup, rebinds-immediately, fails-fast, frees-port-on-shutdown.",
		  "DurationError: --limit fails-fast: "soon" is not a duration; allowed: a number above 0 with ms, s or m, at most 24 hours: 200ms, 1.5s, 2m",
		  "DurationError: --limit fails-fast: "" is not a duration; allowed: a number above 0 with ms, s or m, at most 24 hours: 200ms, 1.5s, 2m",
		  "UsageError: --seed "-1" cannot be used. Allowed: a whole number from 0 to 2147483647.",
		  "UsageError: --seed "2147483648" cannot be used. Allowed: a whole number from 0 to 2147483647.",
		  "UsageError: --seed "1.5" cannot be used. Allowed: a whole number from 0 to 2147483647.",
		  "UsageError: --seed "" cannot be used. Allowed: a whole number from 0 to 2147483647.",
		  "UsageError: --repeat "0" cannot be used. Allowed: a whole number from 1 to 10000.",
		  "UsageError: --repeat "10001" cannot be used. Allowed: a whole number from 1 to 10000.",
		  "UsageError: --repeat "1e3" cannot be used. Allowed: a whole number from 1 to 10000.",
		  "UsageError: --workers "0" cannot be used. Allowed: a whole number from 1 to 64.",
		  "UsageError: --workers "65" cannot be used. Allowed: a whole number from 1 to 64.",
		  "UsageError: --workers " 2" cannot be used. Allowed: a whole number from 1 to 64.",
		  "UsageError: --workers "９" cannot be used. Allowed: a whole number from 1 to 64.",
		  "UsageError: --json "/folder/missing/report.json" cannot be used. Allowed: a file in a folder that exists.",
		  "UsageError: --json "/folder/taken" cannot be used. Allowed: a file, not a folder.",
		  "UsageError: --junit "/folder/missing/junit.xml" cannot be used. Allowed: a file in a folder that exists.",
		  "UsageError: --reporter "html" cannot be used. Allowed: terminal, json, junit, markdown, tap, compact.",
		  "UsageError: --quiet "with --verbose" cannot be used. Allowed: one of --quiet and --verbose, not both.",
		  "UsageError: --retries "1" cannot be used. Allowed: one of --repeat (run all cases again) and --retries (run failed ones again).",
		  "UsageError: --shard "3/2" cannot be used. Allowed: <i>/<n> with i from 1 to n, and n from 1 to 1000.",
		]
	`);
});

function refusalOf(raw: RawRunOptions): string {
	try {
		return `accepted: ${JSON.stringify(parseRunOptions([], raw))}`;
	} catch (error) {
		return String(error);
	}
}
