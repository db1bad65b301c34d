import fc from 'fast-check';
import { entry, TimelineBuilder } from '../../../judge/testing/timeline-builder.ts';
import type { Timeline } from '../../../timeline/events.ts';

type Step = (builder: TimelineBuilder, t: number) => unknown;

const id = fc.constantFrom('g1', 'g2', 'g3');
const path = fc.constantFrom('home/a.lock', 'tmp/b', 'shm/c');
const text = fc.string({ maxLength: 12 });

const step: fc.Arbitrary<Step> = fc.oneof(
	id.map(
		(g): Step =>
			(b, t) =>
				b.spawn(t, g),
	),
	id.map(
		(g): Step =>
			(b, t) =>
				b.listen(t, g),
	),
	id.map(
		(g): Step =>
			(b, t) =>
				b.listen(t, g, { address: '0.0.0.0' }),
	),
	id.map(
		(g): Step =>
			(b, t) =>
				b.stopListening(t, g),
	),
	id.map(
		(g): Step =>
			(b, t) =>
				b.ready(t, g),
	),
	id.map(
		(g): Step =>
			(b, t) =>
				b.exit(t, g, 1),
	),
	id.map(
		(g): Step =>
			(b, t) =>
				b.gone(t, g),
	),
	fc.tuple(id, text).map(
		([g, line]): Step =>
			(b, t) =>
				b.says(t, g, line),
	),
	id.map(
		(g): Step =>
			(b, t) =>
				b.fault(t, g, 'SIGSTOP', 'freeze'),
	),
	id.map(
		(g): Step =>
			(b, t) =>
				b.fault(t, g, 'SIGKILL', 'crash'),
	),
	fc.tuple(id, fc.nat(30)).map(
		([g, n]): Step =>
			(b, t) =>
				b.clientOpened(t, `c${n}`, g),
	),
	fc.tuple(id, fc.nat(30)).map(
		([g, n]): Step =>
			(b, t) =>
				b.clientClosed(t, `c${n}`, g),
	),
	fc.array(fc.tuple(path, text)).map(
		(found): Step =>
			(b, t) =>
				b.audit(
					t,
					found.map(([place, content]) => entry(place, { content })),
				),
	),
	path.map(
		(place): Step =>
			(b, t) =>
				b.add({ t, type: 'guard-planted', path: place, pid: 5 }),
	),
	fc.tuple(id, fc.integer({ min: 1, max: 9 })).map(
		([instance, n]): Step =>
			(b, t) =>
				b.add({ t, type: 'process-seen', instance, pid: 2000 + n, role: 'other', name: 'node' }).add({
					t,
					type: 'called',
					instance,
					pid: 2000 + n,
					number: n,
					text: 'bind',
					relevance: 'kernel',
					held: n > 4,
				}),
	),
	fc.constant<Step>((b, t) => b.occupant(t)),
	fc.constant<Step>((b, t) => b.occupantStopped(t)),
	text.map(
		(said): Step =>
			(b, t) =>
				b.add({ t, type: 'note', text: said }),
	),
);

/** A record of anything at all, also of what no gateway does: in order of time, with or without an end. */
export const anyTimeline: fc.Arbitrary<Timeline> = fc
	.tuple(fc.array(fc.tuple(step, fc.nat(50)), { maxLength: 60 }), fc.boolean())
	.map(([steps, hasEnd]) => {
		const builder = new TimelineBuilder();
		let t = 0;
		for (const [act, wait] of steps) {
			t += wait;
			act(builder, t);
		}
		return hasEnd ? builder.end(t) : builder.cut();
	});
