import { afterMs, scenario, sigterm } from '../harness/index.ts';

// Before the gateway has a handler, the signal ends it; once it has one, it must not forget a signal that comes early.
for (const delayMs of [150, 300, 450]) {
	scenario(
		`SIGTERM ${delayMs} ms into the start`,
		{ asserts: ['frees-port-on-shutdown', 'rebinds-immediately', 'no-stale-lock'], tags: ['full'] },
		async ({ arena }) => {
			const gateway = await arena.launch();
			await gateway.inject(sigterm, { at: afterMs(delayMs) });
			await arena.start();
		},
	);
}
