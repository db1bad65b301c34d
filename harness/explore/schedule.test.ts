import { expect, test } from 'vitest';
import type { SoloCall } from './race-plan.ts';
import { type HeldSchedule, preemptionsOf, readScheduleId, scheduleId } from './schedule.ts';

const after: SoloCall = {
	...{ number: 3, name: 'read', text: 'read home/gateway-20000.lock', relevance: 'look', paths: [] },
	...{ maskedCall: 'read home/gateway-{port}.lock', nth: 2, isAppending: false },
};
const schedule: HeldSchedule = {
	...{ from: 'startup:6', held: 'start', after, rivalAfter: null },
	...{ rivalPort: 'other', hasThird: true },
};

test('a schedule has a name, which is read again', () => {
	expect(scheduleId(schedule)).toBe('startup:6~start:read home/gateway-{port}.lock#2~other-port');
	expect(readScheduleId(scheduleId(schedule))).toEqual({
		...{ from: 'startup:6', held: 'start', rivalPort: 'other' },
		...{ call: { maskedCall: 'read home/gateway-{port}.lock', nth: 2 }, rival: null },
	});
	const bind = { ...schedule.after, maskedCall: 'bind', nth: 1 };
	const stop = { ...schedule, from: 'clean', held: 'stop', rivalPort: 'same', after: bind } as const;
	expect(scheduleId(stop)).toBe('clean~stop:bind');
	expect(readScheduleId('clean~stop:bind')).toMatchObject({
		...{ from: 'clean', held: 'stop', rivalPort: 'same', call: { maskedCall: 'bind', nth: 1 } },
	});
	expect(readScheduleId('clean~lunch:3')).toBeNull();
	expect(readScheduleId('clean~start in turn~other-port')).toBeNull();
	expect(preemptionsOf(schedule)).toBe(1);
});

test('so has one in which the other one is held, too', () => {
	const twice = { ...schedule, from: 'killed', rivalAfter: { ...schedule.after, maskedCall: 'bind', nth: 1 } };
	const id = 'killed~start:read home/gateway-{port}.lock#2~rival:bind~other-port';
	expect(scheduleId(twice)).toBe(id);
	expect(readScheduleId(id)).toEqual({
		...{ from: 'killed', held: 'start', rivalPort: 'other' },
		call: { maskedCall: 'read home/gateway-{port}.lock', nth: 2 },
		rival: { maskedCall: 'bind', nth: 1 },
	});
	expect(readScheduleId('killed~start:bind~rival:openat home/x#12')?.rival).toEqual({
		...{ maskedCall: 'openat home/x', nth: 12 },
	});
	expect(preemptionsOf(twice)).toBe(2);
});
