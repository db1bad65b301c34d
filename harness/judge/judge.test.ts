import { expect, test } from 'vitest';
import { clauseIds } from '../contract/clause-ids.ts';
import { clawdbot202512 } from '../contract/clawdbot-2025-12.ts';
import { judge } from './judge.ts';
import { findingsIn, inUse, TimelineBuilder } from './testing/timeline-builder.ts';

test('every clause is judged, in the order of the document', () => {
	expect(judge([], clawdbot202512).map((each) => each.id)).toEqual(clauseIds);
	expect(judge([], clawdbot202512).every((each) => each.status === 'not-exercised')).toBe(true);
});

test('a finding carries its evidence in order of time, and what was printed instead of what', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.spawn(1000, 'g2')
		.says(1400, 'g2', `\u001b[31m[gateway] ${inUse}.\u001b[0m`, 'bye')
		.ends(1500, 'g2', 1, { starvedMs: 20 })
		.end(2000);
	expect(judge(timeline, clawdbot202512).filter((each) => each.status === 'broken')).toMatchInlineSnapshot(`
		[
		  {
		    "findings": [
		      {
		        "actual": "another gateway instance is already listening on ws://127.0.0.1:20001.",
		        "clause": "exact-error-in-use",
		        "evidence": [
		          {
		            "t": 100,
		            "text": "g1 listens on 127.0.0.1:20001 (pid 1001), 100 ms after its spawn",
		          },
		          {
		            "t": 1000,
		            "text": "g2 spawned for port 20001",
		          },
		          {
		            "t": 1400,
		            "text": "last line of g2: bye",
		          },
		          {
		            "t": 1400,
		            "text": "g2 printed: [gateway] another gateway instance is already listening on ws://127.0.0.1:20001.",
		          },
		          {
		            "t": 1500,
		            "text": "g2 exited: exit code 1",
		          },
		        ],
		        "expected": "another gateway instance is already listening on ws://127.0.0.1:20001",
		        "message": "g2 lost to g1 and did not say so with the exact message.",
		      },
		    ],
		    "id": "exact-error-in-use",
		    "status": "broken",
		  },
		]
	`);
});

test('limits can be other ones than those of the record', () => {
	const timeline = new TimelineBuilder().spawn(0, 'g1').listen(500, 'g1').end(2000);
	const strict = judge(timeline, clawdbot202512, {
		limits: [{ clause: 'binds-at-startup', limitMs: 400, origin: '--limit' }],
	});
	expect(
		strict.find((each) => each.id === 'binds-at-startup')?.findings.map((each) => each.message),
	).toMatchInlineSnapshot(`
		[
		  "g1 listened on 127.0.0.1:20001 after 500 ms; the limit is 400 ms.",
		]
	`);
	expect(judge(timeline, clawdbot202512).every((each) => each.findings.length === 0)).toBe(true);
});

test('a whole story that is as it should be', () => {
	const timeline = new TimelineBuilder()
		.add({ t: 0, type: 'guard-planted', path: 'home/.clawdbot/gateway.pid', pid: 1 })
		.spawn(0, 'g1')
		.listen(100, 'g1')
		.ready(150, 'g1')
		.probe(160, 'g1', 'refused')
		.spawn(200, 'g2', { profile: 'b', port: 20_002 })
		.listen(300, 'g2')
		.spawn(400, 'g3')
		.refused(900, 'g3')
		.killed(1000, 'g1')
		.spawn(1100, 'g4')
		.listen(1200, 'g4')
		.fault(1300, 'g4', 'SIGTERM', 'graceful-stop')
		.stopListening(1310, 'g4')
		.ends(1320, 'g4', 0)
		.killed(1400, 'g2')
		.audit(1500, [])
		.occupant(1600)
		.spawn(1700, 'g5')
		.refused(2000, 'g5')
		.occupantStopped(2100)
		.end(3000);
	expect(
		judge(timeline, clawdbot202512)
			.filter((each) => each.status !== 'holds')
			.map((each) => each.id),
	).toEqual(['exact-error-bind-failed']);
});

test('who is refused and only tried the port has lost to the one that comes to listen later', () => {
	const story = new TimelineBuilder()
		.spawn(0, 'g1')
		.fault(500, 'g1', 'SIGSTOP', 'freeze')
		.spawn(600, 'g2')
		.listen(1100, 'g2')
		.stopListening(1117, 'g2')
		.refused(1200, 'g2')
		.fault(1300, 'g1', 'SIGCONT', 'thaw');
	expect(findingsIn(story.listen(1700, 'g1').ready(1750, 'g1').end(9000))).toEqual([]);
});
