import { scenario, sigcont, sigkill, sigstop, sigterm } from '../harness/index.ts';

const refused = ['single-instance', 'fails-fast', 'exact-error-in-use', 'holder-undisturbed'] as const;

scenario('Second instance while the holder runs', { asserts: refused, tags: ['quick'] }, async ({ arena }) => {
	const holder = await arena.start();
	await holder.connect(5);
	await arena.start();
});

scenario(
	'Second instance while the holder is frozen',
	{ asserts: [...refused, 'rebinds-immediately'], tags: ['quick'] },
	async ({ arena }) => {
		const holder = await arena.start();
		await holder.connect(5);
		await holder.inject(sigstop);
		await arena.start();
		await holder.inject(sigcont);
		await holder.connect(1);
		await holder.inject(sigkill);
		await arena.start();
	},
);

scenario(
	'Second instance while the holder shuts down',
	{ asserts: ['single-instance', 'frees-port-on-shutdown', 'no-stale-lock'] },
	async ({ arena }) => {
		const holder = await arena.start();
		await holder.connect(10, { deaf: true });
		await holder.inject(sigterm, { settle: false });
		const second = await arena.start();
		await arena.waitGone(holder);
		if (second.exit !== null) await arena.start();
		else await second.inject(sigkill);
	},
);

scenario(
	'Eight instances at once',
	{ asserts: ['single-instance', 'binds-at-startup', 'fails-fast', 'exact-error-in-use'], tags: ['full'] },
	async ({ arena }) => {
		await arena.startMany(8);
	},
);
