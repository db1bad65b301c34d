import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { arenaForTests, gatewayProgram } from '../testing/arena-for-tests.ts';
import { ensureClockMovable, movedClock, probeFakeTime } from './moved-clock.ts';

const missing = await probeFakeTime();
const hourMs = 3_600_000;

test.skipIf(missing !== null)('the gateway has another wall clock, its timers and the harness do not', async () => {
	const words = gatewayProgram(`
		import { writeFileSync } from 'node:fs';
		await kit.runGateway({
			async beforeBind() {
				const [from, at] = [performance.now(), Date.now()];
				await new Promise((resolve) => setTimeout(resolve, 50));
				writeFileSync(kit.statePath('clock.json'), JSON.stringify({ at, tookMs: performance.now() - from }));
			},
		});
	`);
	const arena = await arenaForTests({ words });
	const before = Date.now();
	const gateway = await arena.start({ surroundings: movedClock('-1d') });
	expect(gateway.ready).toBe(true);
	ensureClockMovable(gateway, { moved: true });
	const file = `${arena.folders('main').home}/.gateway/clock.json`;
	const { at, tookMs } = JSON.parse(readFileSync(file, 'utf8'));
	expect((before - at) / 86_400_000).toBeCloseTo(1, 2);
	expect(tookMs).toBeGreaterThan(49);
	// The clock was moved by a day.
	expect(tookMs).toBeLessThan(hourMs);
	expect(gateway.spawnedAt).toBeLessThan(hourMs);
});
