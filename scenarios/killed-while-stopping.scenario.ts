import { intoShutdown, scenario, sigkill, sigterm } from '../harness/index.ts';

for (const delayMs of [5, 50, 100]) {
	scenario(
		`SIGKILL ${delayMs} ms after SIGTERM`,
		{
			id: `sigkill-${delayMs}-ms-after-sigterm`,
			shows: `a shutdown that is cut off after ${delayMs} ms leaves nothing half-done`,
			covers: ['F1', 'F6', 'F17'],
			asserts: ['rebinds-immediately', 'no-stale-lock'],
			tags: ['full'],
		},
		async ({ arena }) => {
			const holder = await arena.start();
			// Deaf clients keep a shutdown going for as long as the gateway gives them.
			await holder.connect(10, { deaf: true });
			await holder.inject(sigterm, { settle: false, proof: 'later' });
			await holder.inject(sigkill, { at: intoShutdown(delayMs) });
			await arena.start();
		},
	);
}
