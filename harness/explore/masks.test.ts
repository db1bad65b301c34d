import { expect, test } from 'vitest';
import { masked, maskList } from './masks.ts';

const subject = { pids: [620, 1000], startTicks: [1378512] };

test.each([
	['620', '<pid>'],
	['{"pid":620,"at":"2026-01-24T10:11:12.345Z"}', '{"pid":<pid>,"at":"<time>"}'],
	['1000 1378512', '<pid> <start>'],
	['createdAt=1795392687226 seconds=1795392687.226', 'createdAt=<time> seconds=<time>'],
	['00:11:22.5 started', '<time> started'],
	['owner 0191f3c4-7b1a-7000-8000-0242ac120002', 'owner <id>'],
	['x.lock.3f2a9c81d04be7', 'x.lock.<random>'],
	['state.json.tmp-a8Xk2z', 'state.json.tmp-<random>'],
	['home/.cache/readonly-v2-eiuTo2/owner', 'home/.cache/readonly-v2-<random>/owner'],
	['readonly-P8AUX1', 'readonly-<random>'],
])('%s → %s', (text, expected) => expect(masked(text, subject)).toBe(expected));

test.each([
	'16205',
	'gateway-20300.lock',
	'port 18789',
	'deadbeefdead',
	'123456789',
	'version 2026.1.24',
	'gateway-socket',
	'build-123456',
	'my-Config',
	'the-README',
])('%s stays as it is', (text) => expect(masked(text, subject)).toBe(text));

test('each mask says what it stands for', () => {
	expect(maskList.map(({ name }) => name)).toEqual(['<id>', '<time>', '<pid>', '<start>', '<random>', '<database>']);
});
