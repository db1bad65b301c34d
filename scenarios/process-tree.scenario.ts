import { scenario, signal } from '../harness/index.ts';

const afterCrash = ['rebinds-immediately', 'no-stale-lock', 'single-instance'] as const;

// Where the gateway is one process, both stories are that of a plain crash.
for (const target of ['holder', 'launcher'] as const) {
	scenario(
		`SIGKILL of the ${target} alone`,
		{
			id: `sigkill-of-the-${target}-alone`,
			shows: `nothing that outlives the ${target} keeps the port`,
			covers: ['F1', 'F16', 'F19'],
			asserts: afterCrash,
			tags: ['full'],
		},
		async ({ arena }) => {
			const gateway = await arena.start();
			await gateway.inject(signal('SIGKILL', target));
			await arena.start();
		},
	);
}
