import { expect, test } from 'vitest';
import type { Schedule } from './race-plan.ts';
import { raceScenario, raceStory } from './race-scenario.ts';

const schedule: Schedule = {
	from: 'startup:6',
	held: 'start',
	after: {
		...{ number: 40, name: 'read', text: 'read home/main/gateway-20000.lock', relevance: 'look', paths: [] },
		...{ maskedCall: "read home/it's/gateway-{port}.lock", nth: 2, isAppending: false },
	},
	hasThird: true,
};

test('a schedule as a scenario file', () => {
	expect(raceScenario(schedule, 'single-instance')).toMatchInlineSnapshot(`
		"import { holdAfter, killAfter, scenario } from 'gatelock';

		scenario(
			'A start held after call 40',
			{ asserts: ['single-instance'], needs: ['strace'] },
			async ({ arena }) => {
				await killAfter(arena, { call: 6 });
				const held = await holdAfter(arena, { during: 'start', after: 'read home/it\\'s/gateway-{port}.lock', nth: 2 });
				await arena.start();
				await held.goOn();
				await arena.start();
			},
		);
		"
	`);
	const clean = raceScenario({ ...schedule, from: 'clean', held: 'stop', hasThird: false }, 'single-instance');
	expect(clean).toContain("import { holdAfter, scenario } from 'gatelock';\n");
	expect(clean.match(/arena\.start\(\)/g)).toHaveLength(1);
});

test('a schedule in words', () => {
	expect(raceStory(schedule)).toEqual([
		'before, everything died at startup:6',
		'one contender starts and is held after read home/main/gateway-20000.lock',
		'another one starts and runs to ready or refusal',
		'the first one goes on',
		'a third one starts',
	]);
});
