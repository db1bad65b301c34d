import { type ClockShift, ensureClockMovable, movedClock, scenario, sigkill } from '../harness/index.ts';

for (const [slug, by, clock] of [
	['a-day-behind', '-1d', 'a day behind'],
	['ten-years-ahead', '+10y', 'ten years ahead'],
] as const satisfies readonly (readonly [string, ClockShift, string])[]) {
	scenario(
		`Successor with its wall clock ${clock}`,
		{
			id: `successor-with-its-clock-${slug}`,
			shows: `what a dead holder left counts for nothing, however old or new it looks to a clock that is ${clock}`,
			asserts: ['rebinds-immediately', 'no-stale-lock', 'single-instance'],
			covers: ['F30', 'F8'],
			needs: ['libfaketime'],
		},
		async ({ arena }) => {
			const holder = await arena.start();
			await holder.inject(sigkill);
			const successor = await arena.start({ surroundings: movedClock(by) });
			ensureClockMovable(successor, { moved: true });
		},
	);

	scenario(
		`Second instance with its wall clock ${clock}`,
		{
			id: `second-instance-with-its-clock-${slug}`,
			shows: `a newcomer whose clock is ${clock} takes the living holder for what it is`,
			asserts: ['single-instance', 'fails-fast', 'exact-error-in-use', 'holder-undisturbed'],
			covers: ['F30', 'F9'],
			needs: ['libfaketime'],
		},
		async ({ arena }) => {
			const holder = await arena.start();
			ensureClockMovable(holder, { moved: false });
			await arena.start({ surroundings: movedClock(by) });
		},
	);
}
