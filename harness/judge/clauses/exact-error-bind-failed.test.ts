import { expect, test } from 'vitest';
import { bindFailed, findingsIn, inUse, statusOf, TimelineBuilder } from '../testing/timeline-builder.ts';

const clause = 'exact-error-bind-failed';

test('without proof nothing is exercised', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.plan(0, 'g1', 'bind-EACCES', 'bind-failure')
		.ends(500, 'g1', 1)
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('not-exercised');
	expect(findingsIn(timeline)).toEqual([]);
});

test('exact, with a cause', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.plan(0, 'g1', 'bind-EACCES', 'bind-failure')
		.fire(100, 'g1')
		.prove(100, 'g1')
		.refused(500, 'g1', `${bindFailed}Error: listen EACCES: permission denied`)
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('holds');
	expect(findingsIn(timeline)).toEqual([]);
});

test('no cause', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.plan(0, 'g1', 'bind-EACCES', 'bind-failure')
		.fire(100, 'g1')
		.prove(100, 'g1')
		.refused(500, 'g1', bindFailed)
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "exact-error-bind-failed: g1 could not bind (bind-EACCES) and did not say so with the exact message.",
		]
	`);
});

test('called in use', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.plan(0, 'g1', 'bind-EACCES', 'bind-failure')
		.fire(100, 'g1')
		.prove(100, 'g1')
		.refused(500, 'g1', inUse)
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "exact-error-bind-failed: g1 could not bind (bind-EACCES) and did not say so with the exact message.",
		]
	`);
});

test('a raw stack', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.plan(0, 'g1', 'bind-EACCES', 'bind-failure')
		.fire(100, 'g1')
		.prove(100, 'g1')
		.says(400, 'g1', 'Error: listen EACCES: permission denied 127.0.0.1:20001', '    at Server.setupListenHandle')
		.ends(500, 'g1', 1)
		.end(9000);
	expect(statusOf(timeline, clause)).toBe('broken');
	expect(findingsIn(timeline)).toMatchInlineSnapshot(`
		[
		  "exact-error-bind-failed: g1 could not bind (bind-EACCES) and did not say so with the exact message.",
		]
	`);
});

test('called in use besides', () => {
	const timeline = new TimelineBuilder()
		.spawn(0, 'g1')
		.plan(0, 'g1', 'bind-EACCES', 'bind-failure')
		.fire(100, 'g1')
		.prove(100, 'g1')
		.says(400, 'g1', inUse)
		.refused(500, 'g1', `${bindFailed}listen EACCES`)
		.end(9000);
	expect(findingsIn(timeline)).toEqual([
		'exact-error-bind-failed: g1 could not bind (bind-EACCES) and said so, but its output also says that another gateway instance listens.',
	]);
});
