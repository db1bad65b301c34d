import { scenario, sigkill } from '../harness/index.ts';

scenario(
	'SIGKILL when ready, then a new start',
	{ asserts: ['rebinds-immediately', 'no-stale-lock', 'binds-at-startup'] },
	async ({ arena }) => {
		const holder = await arena.start();
		await holder.inject(sigkill);
		await arena.start();
	},
);
