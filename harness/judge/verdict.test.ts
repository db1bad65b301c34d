import { expect, test } from 'vitest';
import type { ClauseId } from '../contract/clause-ids.ts';
import { clawdbot202512 } from '../contract/clawdbot-2025-12.ts';
import type { Timeline } from '../timeline/events.ts';
import { judge } from './judge.ts';
import { TimelineBuilder, testPort } from './testing/timeline-builder.ts';
import { mergeVerdicts, verdictOf } from './verdict.ts';

function verdict(timeline: Timeline, asserts: ClauseId[] = ['rebinds-immediately']) {
	return verdictOf(timeline, asserts, judge(timeline, clawdbot202512));
}

const holder = () => new TimelineBuilder().spawn(0, 'g1').listen(100, 'g1').ready(150, 'g1');

test('exercised, proved and without a finding: pass', () => {
	expect(verdict(holder().killed(500, 'g1').spawn(600, 'g2').listen(700, 'g2').end(900))).toEqual({ verdict: 'pass' });
});

test('a finding of a clause that was not asserted: fail', () => {
	expect(verdict(holder().probe(200, 'g1', 'shared').end(900), [])).toEqual({ verdict: 'fail' });
});

const refusing = (status: number) =>
	new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.add({
			t: 200,
			type: 'handshake-failed',
			instance: 'g1',
			address: '127.0.0.1',
			port: 20_001,
			reason: `HTTP ${status}`,
			status,
		});

test('a gateway that wants credentials is not accused, and nothing is known of it', () => {
	expect(verdict(refusing(401).end(900), [])).toMatchInlineSnapshot(`
		{
		  "reason": "g1 let no client in: it answers a WebSocket handshake with HTTP 401, also one with the harness's token. Next step: start it with that token ({token} in --gateway), or without authentication on loopback.",
		  "verdict": "invalid",
		}
	`);
	expect(verdict(refusing(403).end(900), []).verdict).toBe('invalid');
	expect(verdict(refusing(404).end(900), []).verdict).toBe('fail');
	expect(verdict(refusing(401).probe(300, 'g1', 'shared').end(900), []).verdict).toBe('fail');
	expect(verdict(refusing(401).ready(400, 'g1').end(900), []).verdict).toBe('pass');
});

test('a gateway that let clients in before and wants credentials now is accused', () => {
	const asksG2 = {
		type: 'handshake-failed',
		t: 800,
		instance: 'g2',
		address: '127.0.0.1',
		port: testPort,
		reason: 'HTTP 401',
		status: 401,
	} as const;
	const successor = holder().killed(500, 'g1').spawn(600, 'g2').listen(700, 'g2').add(asksG2).end(900);
	expect(judge(successor, clawdbot202512).flatMap(({ findings }) => findings.map(({ message }) => message))).toEqual([
		`g2 listens on 127.0.0.1:${testPort}, but no WebSocket: HTTP 401.`,
	]);
	expect(verdict(successor).verdict).toBe('fail');
	const measured = refusing(401)
		.end(900)
		.map((event) => (event.type === 'case-started' ? { ...event, letClientsIn: true as const } : event));
	expect(verdict(measured, []).verdict).toBe('fail');
});

test('a fault that never fired: invalid', () => {
	expect(verdict(holder().plan(200, 'g1', 'SIGKILL', 'crash').end(900), [])).toMatchInlineSnapshot(`
		{
		  "reason": "The fault SIGKILL on g1 was planned but not proved (it never fired), so the case shows nothing.",
		  "verdict": "invalid",
		}
	`);
});

test('a fault without proof: invalid', () => {
	expect(verdict(holder().plan(200, 'g1', 'SIGKILL', 'crash').fire(200, 'g1').end(900), [])).toMatchInlineSnapshot(`
		{
		  "reason": "The fault SIGKILL on g1 was planned but not proved (it fired, but nothing proves that it took effect), so the case shows nothing.",
		  "verdict": "invalid",
		}
	`);
});

test('a fault that is known to have missed: invalid, with the reason', () => {
	const missed = holder().plan(200, 'g1', 'SIGKILL', 'crash').disprove(200, 'g1', 'the process was gone before');
	expect(verdict(missed.end(900), [])).toMatchInlineSnapshot(`
		{
		  "reason": "The fault SIGKILL on g1 was planned but not proved (the process was gone before), so the case shows nothing.",
		  "verdict": "invalid",
		}
	`);
});

test('an asserted clause that was not exercised: invalid', () => {
	expect(verdict(holder().end(900))).toMatchInlineSnapshot(`
		{
		  "reason": "The clause rebinds-immediately was asserted but never exercised: it takes a start on the port of an instance that died, watched until it listens or its limit is over.",
		  "verdict": "invalid",
		}
	`);
});

test('a record that was cut short: invalid, but a finding in it still fails', () => {
	expect(verdict(holder().cut(), [])).toMatchInlineSnapshot(`
		{
		  "reason": "The record ends without "case-ended": the harness was stopped while the case ran.",
		  "verdict": "invalid",
		}
	`);
	expect(verdict(holder().probe(200, 'g1', 'shared').cut(), [])).toEqual({ verdict: 'fail' });
});

test('a finding outweighs a fault without proof', () => {
	const both = holder().plan(200, 'g1', 'SIGKILL', 'crash').probe(200, 'g1', 'shared').end(900);
	expect(verdict(both, [])).toEqual({ verdict: 'fail' });
});

test.each([
	[['pass', 'fail', 'flaky', 'invalid', 'skipped'], 'fail'],
	[['pass', 'flaky', 'invalid'], 'flaky'],
	[['pass', 'invalid', 'skipped'], 'invalid'],
	[['pass', 'skipped'], 'pass'],
	[['skipped', 'skipped'], 'skipped'],
	[[], 'invalid'],
] as const)('%j together: %s', (verdicts, merged) => {
	expect(mergeVerdicts(verdicts)).toBe(merged);
});
