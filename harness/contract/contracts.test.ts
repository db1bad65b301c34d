import { describe, expect, test } from 'vitest';
import { clauseIds } from './clause-lists.ts';
import { clawdbot202512 } from './clawdbot-2025-12.ts';
import { documentWords } from './document-words.ts';
import { fillHoles, readyClaimPatterns } from './holes.ts';
import { contracts, defaultContractId, findContract, UnknownContractError } from './index.ts';
import { limitsFor } from './limits.ts';

test('a contract is found by its id, and an unknown one is refused with the ids that exist', () => {
	expect(findContract(defaultContractId)).toBe(clawdbot202512);
	expect(() => findContract('moltbot')).toThrow(new UnknownContractError('moltbot', [...contracts.keys()]));
	expect(() => findContract('moltbot')).toThrowErrorMatchingInlineSnapshot(
		`[UnknownContractError: There is no contract "moltbot". Choose one of: clawdbot-2025-12, clawdbot-2026-01-21, clawdbot-2026-01-25, openclaw-2026-02-22, openclaw-2026-04-27, openclaw-2026-07-01, openclaw-2026-07-15, openclaw-2026-08-31, openclaw-2026-09-18 (see "gatelock contracts").]`,
	);
});

test('every clause is quoted, and the messages are those of the document', () => {
	expect(Object.keys(clawdbot202512.clauses)).toEqual([...clauseIds]);
	const holes = { host: clawdbot202512.host, port: clawdbot202512.defaultPort };
	expect([
		fillHoles(clawdbot202512.messages.inUse, holes),
		fillHoles(clawdbot202512.messages.bindFailed, holes),
	]).toMatchInlineSnapshot(`
		[
		  "another gateway instance is already listening on ws://127.0.0.1:18789",
		  "failed to bind gateway socket on ws://127.0.0.1:18789: ",
		]
	`);
});

test('limits grow with what the build needs', () => {
	const limits = limitsFor(clawdbot202512, { coldStartMs: 30_000, warmStartMs: 4000, failStartMs: 3500 });
	expect(limits.map((each) => `${each.clause}: ${each.limitMs} ms`)).toMatchInlineSnapshot(`
		[
		  "binds-at-startup: 11000 ms",
		  "rebinds-immediately: 8000 ms",
		  "fails-fast: 6500 ms",
		  "frees-port-on-shutdown: 6000 ms",
		]
	`);
});

describe('a claim to be ready', () => {
	const claims = (line: string) => readyClaimPatterns(clawdbot202512, 18_789).some((pattern) => pattern.test(line));

	test.each([
		'listening on ws://127.0.0.1:18789',
		'gateway listening on ws://127.0.0.1:18789 (PID 24581)',
		'[gateway] listening on ws://127.0.0.1:18789 (PID 24581)',
		'2026-01-24T19:32:58.534Z [gateway] listening on ws://127.0.0.1:18789 (PID 24581)',
		'2026-03-01T10:00:00.000+00:00 [gateway] listening on ws://127.0.0.1:18789, ws://[::1]:18789 (PID 1)',
		'19:32:58 [gateway] listening on ws://127.0.0.1:18789',
	])('is: %s', (line) => {
		expect(claims(line)).toBe(true);
	});

	test.each([
		'will be listening on ws://127.0.0.1:18789 soon',
		'[gateway] going to be listening on ws://127.0.0.1:18789',
		'not yet listening on ws://127.0.0.1:18789',
		'listening on ws://127.0.0.1:18789 soon',
		'listening on ws://127.0.0.1:18789?',
		'listening on ws://127.0.0.1:187890',
		'listening on ws://127.0.0.1:18790 (PID 1)',
		'listening on ws://127x0y0z1:18789',
		'another gateway instance is already listening on ws://127.0.0.1:18789',
		'listening on https://127.0.0.1:18789',
		'[gateway] listening for config changes',
	])('is not: %s', (line) => {
		expect(claims(line)).toBe(false);
	});
});

test('words that no document has are shown as no quotation', () => {
	const { quote } = clawdbot202512.clauses['fails-fast'];
	expect(documentWords({ quote, judged: 'x' }, ['“', '”'])).toBe(`“${quote}”`);
	expect(documentWords({ quote: 'SIGTERM ends it', wording: 'own', judged: 'x' }, ['“', '”'])).toBe(
		'SIGTERM ends it (in our words)',
	);
});
