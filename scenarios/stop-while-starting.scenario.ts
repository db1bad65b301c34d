import { afterMs, scenario, sigterm } from '../harness/index.ts';

// Shares of the gateway's own start, since what is early for one build is late for another, and for a busy machine.
for (const percent of [50, 80, 95]) {
	scenario(
		`SIGTERM ${percent} % into the start`,
		{
			id: `sigterm-${percent}-percent-into-the-start`,
			shows: `a request to stop ${percent} % into the start is not forgotten, and releases what was taken`,
			covers: ['F17', 'F27'],
			asserts: ['frees-port-on-shutdown', 'rebinds-immediately', 'no-stale-lock'],
			tags: ['full'],
		},
		async ({ arena }) => {
			const startedAt = performance.now();
			const measured = await arena.start();
			const startMs = performance.now() - startedAt;
			await measured.inject(sigterm);
			const gateway = await arena.launch();
			// Before the gateway has a handler, the signal ends it; once it has one, it must not forget an early signal.
			await gateway.inject(sigterm, { at: afterMs(Math.round((startMs * percent) / 100)) });
			await arena.start();
		},
	);
}
