import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clauseIds } from '../contract/clause-ids.ts';
import { clawdbot202512 } from '../contract/clawdbot-2025-12.ts';
import type { TimelineEvent } from '../timeline/events.ts';
import { judge } from './judge.ts';
import { entry, inUse, TimelineBuilder, testPort } from './testing/timeline-builder.ts';
import { verdictOf } from './verdict.ts';

const t = fc.oneof(fc.integer({ min: 0, max: 10_000 }), fc.double({ min: -1, max: 1e7, noNaN: true }));
const instance = fc.constantFrom('g1', 'g2', 'g3', 'g9');
const port = fc.constantFrom(testPort, testPort + 1, 18_789);
const address = fc.constantFrom('127.0.0.1', '0.0.0.0', '::1', '::', '', 'x');
const pid = fc.integer({ min: 1, max: 6 });
const fault = fc.constantFrom('f1', 'f2', 'f3');
const text = fc.oneof(fc.string(), fc.constantFrom(inUse, `${inUse}.`, '{"msg":', '\u001b[31m', '4'));
const starvedMs = fc.integer({ min: 0, max: 5000 });
const of = <T extends TimelineEvent['type'], R>(type: T, fields: R) => ({ t, type: fc.constant(type), ...fields });

/** Any event, at any time, in any order: also those that no harness would ever write. */
const event: fc.Arbitrary<TimelineEvent> = fc.oneof(
	fc.record(
		of('spawned', {
			instance,
			pid,
			port,
			explicitPort: fc.boolean(),
			profile: fc.constantFrom('a', 'b'),
			command: fc.constant(['gateway']),
			surroundings: fc.constant({}),
			slowdown: fc.constantFrom(1, 10),
		}),
	),
	fc.record(of('process-seen', { instance, pid, role: fc.constantFrom('launcher', 'other'), name: text })),
	fc.record(of('process-gone', { instance, pid })),
	fc.record(of('listening', { instance, pid, address, port, inode: pid, starvedMs })),
	fc.record(of('stopped-listening', { instance, address, port, inode: pid })),
	fc.record(
		of('output', { instance, stream: fc.constantFrom('stdout', 'stderr'), line: text, truncated: fc.boolean() }),
	),
	fc.record(of('ready-claimed', { instance, line: text, bound: fc.boolean() })),
	fc.record(of('ready', { instance, address, port, pid })),
	fc.record(of('handshake-failed', { instance, address, port, reason: text })),
	fc.record(of('client-opened', { client: fc.constantFrom('c1', 'c2'), instance, address, port })),
	fc.record(
		of('client-closed', {
			client: fc.constantFrom('c1', 'c2'),
			instance,
			code: fc.constantFrom(null, 1006),
			byHarness: fc.boolean(),
		}),
	),
	fc.record(
		of('fault-planned', {
			fault,
			name: text,
			instance,
			target: fc.constantFrom('launcher', 'holder', 'tree', 'listener'),
			moment: text,
			effect: fc.constantFrom('crash', 'graceful-stop', 'freeze', 'thaw', 'bind-failure', 'other'),
		}),
	),
	fc.record(of('fault-fired', { fault, instance, pids: fc.array(pid) })),
	fc.record(of('fault-proved', { fault, instance, proof: text })),
	fc.record(of('fault-unproven', { fault, instance, reason: text })),
	fc.record(
		of('exited', {
			instance,
			code: fc.constantFrom(null, 0, 1),
			signal: fc.constantFrom(null, 'SIGKILL'),
			starvedMs,
		}),
	),
	fc.record(of('gone', { instance, starvedMs })),
	fc.record(
		of('gave-up', {
			instance,
			waitedFor: fc.constantFrom('listening', 'ready', 'exit', 'gone', 'moment'),
			limitMs: starvedMs,
			state: fc.constantFrom('alive-and-silent', 'alive-and-talking', 'alive-listening', 'exited', 'gone'),
			starvedMs,
		}),
	),
	fc.record(of('occupant-started', { occupant: fc.constantFrom('o1', 'o2'), kind: text, address, port, pid })),
	fc.record(of('occupant-stopped', { occupant: fc.constantFrom('o1', 'o2'), address, port })),
	fc.record(of('exclusivity-probed', { instance, address, port, outcome: fc.constantFrom('refused', 'shared') })),
	fc.record(
		of('audit', {
			alive: fc.array(instance, { maxLength: 1 }),
			entries: fc.array(
				fc
					.record({ path: text, content: text })
					.map(({ path, content }) => entry(path, { content, deadPidsNamed: [4] })),
				{ maxLength: 3 },
			),
			kernelLocks: fc.constant([{ kind: 'flock', what: 'home/x' }]),
			truncated: fc.boolean(),
		}),
	),
	fc.record(of('guard-planted', { path: text, pid })),
	fc.record(of('note', { text })),
	fc.record(of('case-ended', {})),
) as fc.Arbitrary<TimelineEvent>;

const limits = new TimelineBuilder().end(0)[0];
const timeline = fc
	.array(event, { maxLength: 60 })
	.map((events) => (limits?.type === 'case-started' ? [{ ...limits, t: -2 }, ...events] : events));

test('any record is judged without an error, and always in the same way', () => {
	fc.assert(
		fc.property(timeline, (events) => {
			const results = judge(events, clawdbot202512);
			expect(results.map((each) => each.id)).toEqual(clauseIds);
			expect(judge(structuredClone(events), clawdbot202512)).toEqual(results);
			const { verdict } = verdictOf(events, [], results);
			expect(verdict === 'fail').toBe(results.some((each) => each.findings.length > 0));
		}),
		{ numRuns: 500 },
	);
});

test('judging changes nothing in the record', () => {
	fc.assert(
		fc.property(timeline, (events) => {
			const before = structuredClone(events);
			judge(events, clawdbot202512);
			expect(events).toEqual(before);
		}),
		{ numRuns: 100 },
	);
});

/** Which clause answers for a failed start depends on whether a healthy neighbour stands beside it. */
const neighbourly = new Set(['isolated-profiles', 'binds-at-startup']);

test('an unrelated gateway on another port, with its own profile, changes no other finding', () => {
	fc.assert(
		fc.property(timeline, fc.integer({ min: 0, max: 9000 }), (events, spawnedAt) => {
			const unrelated = new TimelineBuilder()
				.spawn(spawnedAt, 'g77', { port: 30_000, profile: 'unrelated' })
				.listen(spawnedAt + 50, 'g77')
				.ready(spawnedAt + 60, 'g77')
				.cut()
				.slice(1);
			const messages = (record: readonly TimelineEvent[]) =>
				judge(record, clawdbot202512).flatMap((result) =>
					neighbourly.has(result.id) ? [] : result.findings.map((finding) => finding.message),
				);
			expect(messages([...events, ...unrelated])).toEqual(messages([...events, { ...note, t: spawnedAt + 60 }]));
		}),
		{ numRuns: 300 },
	);
});

/** The record is as long with the unrelated gateway as without. */
const note: TimelineEvent = { t: 0, type: 'note', text: 'as long' };
