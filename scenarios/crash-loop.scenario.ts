import { scenario, sigkill } from '../harness/index.ts';

scenario(
	'Crash, then 20 restarts in a row',
	{
		id: 'crash-then-20-restarts-in-a-row',
		shows: 'twenty crashes in a row leave nothing that adds up',
		covers: ['F1', 'F8'],
		asserts: ['rebinds-immediately', 'no-stale-lock', 'single-instance'],
		tags: ['full'],
	},
	async ({ arena }) => {
		for (let start = 0; start <= 20; start++) {
			const gateway = await arena.start();
			await gateway.inject(sigkill);
		}
	},
);
