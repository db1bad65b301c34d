import {
	killAfterBind,
	killAtSyscall,
	killBeforeBind,
	scenario,
	sigkill,
	sigterm,
	whenListening,
	whenSpawned,
} from '../harness/index.ts';

scenario(
	'SIGKILL as it calls bind',
	{ asserts: ['rebinds-immediately', 'no-stale-lock'], needs: ['strace'], tags: ['quick'] },
	async ({ arena }) => {
		await arena.start({ traced: killBeforeBind });
		await arena.start();
	},
);

scenario(
	'SIGKILL between bind and listen',
	{ asserts: ['rebinds-immediately', 'no-stale-lock'], needs: ['strace'] },
	async ({ arena }) => {
		await arena.start({ traced: killAfterBind });
		await arena.start();
	},
);

scenario(
	'SIGKILL at its first listen call',
	{ asserts: ['rebinds-immediately', 'no-stale-lock'], needs: ['strace'] },
	async ({ arena }) => {
		await arena.start({ traced: killAtSyscall('listen', { nth: 1, on: 'entry' }) });
		await arena.start();
	},
);

scenario('SIGKILL when listening', { asserts: ['rebinds-immediately', 'no-stale-lock'] }, async ({ arena }) => {
	const gateway = await arena.launch();
	await gateway.inject(sigkill, { at: whenListening });
	await arena.start();
});

scenario('SIGKILL right after exec', { asserts: ['rebinds-immediately', 'no-stale-lock'] }, async ({ arena }) => {
	const gateway = await arena.launch();
	await gateway.inject(sigkill, { at: whenSpawned() });
	await arena.start();
});

scenario(
	'SIGTERM as soon as it listens',
	{ asserts: ['frees-port-on-shutdown', 'rebinds-immediately', 'no-stale-lock'] },
	async ({ arena }) => {
		const gateway = await arena.launch();
		await gateway.inject(sigterm, { at: whenListening });
		await arena.start();
	},
);
