import {
	abort,
	heapExhaustion,
	processExit,
	scenario,
	sigabrt,
	sigkill,
	sigquit,
	sigsegv,
	uncaughtException,
	unhandledRejection,
} from '../harness/index.ts';

const afterCrash = ['rebinds-immediately', 'no-stale-lock', 'single-instance'] as const;

scenario(
	'SIGKILL when ready',
	{ asserts: [...afterCrash, 'exclusive-listener'], tags: ['quick'] },
	async ({ arena }) => {
		const holder = await arena.start();
		await holder.inject(sigkill);
		await arena.start();
	},
);

scenario('SIGKILL while 50 clients are connected', { asserts: afterCrash, tags: ['quick'] }, async ({ arena }) => {
	const holder = await arena.start();
	await holder.connect(50);
	await holder.inject(sigkill);
	await arena.start();
});

for (const [name, fault] of Object.entries({ SIGQUIT: sigquit, SIGABRT: sigabrt, SIGSEGV: sigsegv })) {
	scenario(`${name} when ready`, { asserts: afterCrash }, async ({ arena }) => {
		const holder = await arena.start();
		await holder.inject(fault);
		await arena.start();
	});
}

for (const [title, fault] of Object.entries({
	'uncaught exception': uncaughtException,
	'unhandled rejection': unhandledRejection,
	'process.abort()': abort,
	'process.exit(7)': processExit(7),
	'heap exhaustion': heapExhaustion,
})) {
	scenario(`Node gateway dies of ${title}`, { asserts: afterCrash }, async ({ arena }) => {
		const holder = await arena.start({ prepareFor: fault });
		await holder.inject(fault);
		await arena.start();
	});
}
