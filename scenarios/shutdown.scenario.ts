import { intoShutdown, scenario, sigint, sigkill, sigterm } from '../harness/index.ts';

const afterStop = ['frees-port-on-shutdown', 'no-stale-lock', 'rebinds-immediately'] as const;

for (const [name, fault] of Object.entries({ SIGTERM: sigterm, SIGINT: sigint })) {
	scenario(
		`${name} when idle`,
		{
			id: `${name.toLowerCase()}-when-idle`,
			shows: `${name} frees the port, ends every process and leaves no file in the way`,
			covers: ['F16', 'F17'],
			asserts: afterStop,
			tags: ['quick'],
		},
		async ({ arena }) => {
			const holder = await arena.start();
			await holder.inject(fault);
			await arena.start();
		},
	);

	scenario(
		`${name} with clients that never answer`,
		{
			id: `${name.toLowerCase()}-with-clients-that-never-answer`,
			shows: `clients that never answer a close frame do not hold up the end after ${name}`,
			covers: ['F17'],
			asserts: afterStop,
			tags: ['full'],
		},
		async ({ arena }) => {
			const holder = await arena.start();
			await holder.connect(20, { deaf: true });
			await holder.inject(fault);
			await arena.start();
		},
	);
}

scenario(
	'SIGKILL 20 ms into the shutdown',
	{
		id: 'sigkill-20-ms-into-the-shutdown',
		shows: 'a shutdown that is cut off leaves nothing half-done',
		covers: ['F1', 'F6', 'F17'],
		asserts: ['rebinds-immediately', 'no-stale-lock'],
	},
	async ({ arena }) => {
		const holder = await arena.start();
		// Deaf clients keep a shutdown going for as long as the gateway gives them.
		await holder.connect(10, { deaf: true });
		await holder.inject(sigterm, { settle: false, proof: 'later' });
		await holder.inject(sigkill, { at: intoShutdown(20) });
		await arena.start();
	},
);
