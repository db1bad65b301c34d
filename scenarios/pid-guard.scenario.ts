import { type Arena, scenario, sigkill, sigterm } from '../harness/index.ts';

/** A build makes its state folder at its first start; a guard lies in that one, not in those of other products. */
async function firstStart(arena: Arena): Promise<void> {
	const first = await arena.start();
	await first.inject(sigterm);
}

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
		await firstStart(arena);
		const stranger = await arena.occupy('tcp', '127.0.0.1', await arena.anotherPort());
		arena.plantPidGuards(stranger.pid);
		await arena.start();
	},
);

scenario(
	'A PID guard names the newcomer itself',
	{
		id: 'pid-guard-names-the-newcomer-itself',
		shows: 'a PID guard of before the restart that happens to name the newcomer decides nothing',
		asserts: ['pid-guard-independent', 'binds-at-startup'],
		covers: ['F2'],
		needs: ['namespaces'],
	},
	async ({ arena }) => {
		await firstStart(arena);
		// The first pid after that of the namespace's own init.
		arena.plantPidGuards(2);
		await arena.start({ world: { ownPids: true } });
	},
);

for (const [slug, content] of [
	['empty', ''],
	['cut-off', '{"pid": 12'],
	['not-a-number', '\0\0\0\0\0\0\0\0'],
] as const) {
	scenario(
		`A torn PID guard: ${slug.replaceAll('-', ' ')}`,
		{
			id: `pid-guard-torn-${slug}`,
			shows: `a PID guard that was torn by a crash (${slug.replaceAll('-', ' ')}) decides nothing`,
			asserts: ['pid-guard-independent', 'binds-at-startup', 'rebinds-immediately'],
			covers: ['F7'],
			tags: [slug === 'empty' ? 'full' : 'deep'],
		},
		async ({ arena }) => {
			await firstStart(arena);
			const stranger = await arena.occupy('tcp', '127.0.0.1', await arena.anotherPort());
			arena.plantPidGuards(stranger.pid, content);
			const holder = await arena.start();
			await holder.inject(sigkill);
			await arena.start();
		},
	);
}

scenario(
	'The PID guard vanishes while the holder runs',
	{
		id: 'pid-guard-missing-while-the-holder-runs',
		shows: 'a PID guard that was swept away lets no second instance in',
		asserts: ['pid-guard-independent', 'single-instance', 'exact-error-in-use', 'holder-undisturbed'],
		covers: ['F9', 'F26'],
	},
	async ({ arena }) => {
		await firstStart(arena);
		const stranger = await arena.occupy('tcp', '127.0.0.1', await arena.anotherPort());
		arena.plantPidGuards(stranger.pid);
		await arena.start();
		arena.removePidGuards();
		await arena.start();
	},
);
