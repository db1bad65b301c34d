import { scenario } from '../harness/index.ts';

scenario(
	'Stale PID guard files name a live foreign process',
	{
		id: 'stale-pid-guard-files-name-a-live-foreign-process',
		shows: 'a PID guard that names a living stranger decides nothing',
		covers: ['F2', 'F4'],
		asserts: ['pid-guard-independent', 'binds-at-startup'],
		tags: ['quick'],
	},
	async ({ arena }) => {
		const stranger = await arena.occupy('tcp', '127.0.0.1', await arena.anotherPort());
		arena.plantPidGuards(stranger.pid);
		await arena.start();
	},
);
