import { scenario, sigkill, sigterm, supervise } from '../harness/index.ts';

scenario(
	'A supervisor that restarts at once',
	{
		id: 'supervisor-restarts-at-once',
		shows: 'under a supervisor without any delay each crash and each stop has exactly one successor',
		asserts: ['rebinds-immediately', 'frees-port-on-shutdown', 'single-instance', 'no-stale-lock'],
		covers: ['F8', 'F19', 'F23'],
	},
	async ({ arena }) => {
		const supervisor = await supervise(arena, { restart: 'always' });
		for (const fault of [sigkill, sigterm, sigkill]) {
			await supervisor.current.inject(fault);
			await supervisor.rest();
		}
		await supervisor.stop();
	},
);

scenario(
	'The loser is under a supervisor that restarts on failure',
	{
		id: 'supervised-loser-takes-over',
		shows: 'a supervised loser fails fast again and again, and takes over when the holder dies',
		asserts: ['fails-fast', 'holder-undisturbed', 'single-instance', 'rebinds-immediately'],
		covers: ['F19', 'F20', 'F24', 'F28'],
	},
	async ({ arena }) => {
		const holder = await arena.start();
		await holder.connect(3);
		const supervisor = await supervise(arena, { restart: 'on-failure', delayMs: 200, maxStarts: 20 });
		await supervisor.started(3);
		await holder.inject(sigkill);
		await supervisor.rest();
		await supervisor.stop();
		await supervisor.current.inject(sigkill);
		await arena.start();
	},
);

scenario(
	'The loser is under a supervisor that knows exit codes',
	{
		id: 'supervisor-knows-exit-codes',
		shows: 'a loser’s exit code, 78 or not, ends in a bounded number of tries, none of which the holder notices',
		asserts: ['fails-fast', 'exact-error-in-use', 'holder-undisturbed'],
		tags: ['deep'],
		covers: ['F20'],
	},
	async ({ arena }) => {
		const holder = await arena.start();
		await holder.connect(3);
		const supervisor = await supervise(arena, { restart: 'never-on-78', maxStarts: 3 });
		await supervisor.rest();
		await supervisor.stop();
		await holder.inject(sigterm);
		await arena.start();
	},
);

scenario(
	'Two managers with homes of their own on one port',
	{
		id: 'two-managers-on-one-port',
		shows: 'a system service and a user service with different homes and the same port end with one gateway',
		asserts: ['single-instance', 'fails-fast', 'rebinds-immediately', 'no-stale-lock'],
		covers: ['F11', 'F12', 'F24'],
	},
	async ({ arena }) => {
		const system = await supervise(arena, { restart: 'always', profile: 'system', maxStarts: 3 });
		const user = await supervise(arena, { restart: 'always', profile: 'user', delayMs: 100, maxStarts: 3 });
		await user.rest();
		await system.current.inject(sigkill);
		await Promise.all([system.rest(), user.rest()]);
		await Promise.all([system.stop(), user.stop()]);
		for (const gateway of [...system.starts, ...user.starts]) if (!gateway.gone) await gateway.inject(sigkill);
		await arena.start({ profile: 'system' });
	},
);

scenario(
	'A storm of three supervisors that restart at once',
	{
		id: 'storm-of-three-supervisors',
		shows: 'among three supervisors that restart without a delay exactly one gateway comes out on top',
		asserts: ['single-instance', 'fails-fast', 'exact-error-in-use', 'rebinds-immediately'],
		tags: ['deep'],
		covers: ['F5', 'F8', 'F24'],
	},
	async ({ arena }) => {
		const managers = await Promise.all([1, 2, 3].map(() => supervise(arena, { restart: 'always', maxStarts: 4 })));
		for (const { current } of managers) if (current.listening) await current.inject(sigkill);
		for (const manager of managers) await manager.rest();
		for (const manager of managers) await manager.stop();
		for (const { current } of managers) if (!current.gone) await current.inject(sigkill);
		await arena.start();
	},
);
