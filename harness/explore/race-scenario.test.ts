import { expect, test } from 'vitest';
import { raceScenario, raceStory } from './race-scenario.ts';
import type { HeldSchedule } from './schedule.ts';

const schedule: HeldSchedule = {
	from: 'startup:6',
	held: 'start',
	after: {
		...{ number: 40, name: 'read', text: 'read home/main/gateway-20000.lock', relevance: 'look', paths: [] },
		...{ maskedCall: "read home/it's/gateway-{port}.lock", nth: 2, isAppending: false },
	},
	rivalAfter: null,
	rivalPort: 'same',
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

test('a rival of the same home may try another port', () => {
	const other = { ...schedule, rivalPort: 'other' } as const;
	expect(raceScenario(other, 'era:one-per-state')).toContain(
		'		await arena.start({ port: await arena.anotherPort() });\n		await held.goOn();\n		await arena.start();\n',
	);
	expect(raceStory(other)[2]).toBe('another one of the same home starts on another port and runs to ready or refusal');
});

test('a holder that was killed when it was up needs no count of calls', () => {
	const killed = raceScenario({ ...schedule, from: 'killed' }, 'single-instance');
	expect(killed).toContain("import { holdAfter, scenario, sigkill } from 'gatelock';\n");
	expect(killed).toContain('\t\tconst before = await arena.start();\n\t\tawait before.inject(sigkill);\n');
	expect(raceStory({ ...schedule, from: 'killed' })[0]).toBe('before, a holder was killed');
});

test('a schedule with two holds', () => {
	const rivalAfter = { ...schedule.after, number: 9, text: 'bind 127.0.0.1:20001', maskedCall: 'bind', nth: 1 };
	const twice: HeldSchedule = { ...schedule, from: 'clean', rivalAfter, rivalPort: 'other', hasThird: false };
	const text = raceScenario(twice, 'single-instance');
	expect(text).toContain("	'A start held after call 40, its rival after 9, two ports',\n");
	expect(text.split('\n').slice(-6, -2)).toEqual([
		"		const rival = await holdAfter(arena, { during: 'start', after: 'bind', port: await arena.anotherPort() });",
		'		await held.goOn();',
		'		await rival.goOn();',
		'	},',
	]);
	expect(raceStory(twice).slice(2)).toEqual([
		'another one of the same home starts on another port and is held after bind 127.0.0.1:20001',
		'the first one goes on',
		'then the other one goes on',
	]);
});
