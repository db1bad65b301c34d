import {
	abort,
	afterMs,
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
	{
		id: 'sigkill-when-ready',
		shows: 'after SIGKILL of a ready gateway the next one binds at once',
		covers: ['F1', 'F2'],
		asserts: [...afterCrash, 'exclusive-listener'],
		tags: ['quick'],
	},
	async ({ arena }) => {
		const holder = await arena.start();
		await holder.inject(sigkill);
		await arena.start();
	},
);

scenario(
	'SIGKILL after ten quiet seconds',
	{
		id: 'sigkill-after-ten-quiet-seconds',
		shows: 'a gateway that has settled down has still made no lock that outlives it',
		covers: ['F1', 'F2'],
		asserts: afterCrash,
		tags: ['deep'],
	},
	async ({ arena }) => {
		const holder = await arena.start();
		await holder.inject(sigkill, { at: afterMs(10_000) });
		await arena.start();
	},
);

scenario(
	'SIGKILL while 50 clients are connected',
	{
		id: 'sigkill-while-50-clients-are-connected',
		shows: 'connections that a crash leaves behind do not keep the port busy',
		covers: ['F1', 'F13'],
		asserts: afterCrash,
		tags: ['quick'],
	},
	async ({ arena }) => {
		const holder = await arena.start();
		await holder.connect(50);
		await holder.inject(sigkill);
		await arena.start();
	},
);

for (const [name, fault] of Object.entries({ SIGQUIT: sigquit, SIGABRT: sigabrt, SIGSEGV: sigsegv })) {
	scenario(
		`${name} when ready`,
		{
			id: `${name.toLowerCase()}-when-ready`,
			shows: `after ${name} of a ready gateway the next one binds at once`,
			covers: ['F1'],
			asserts: afterCrash,
		},
		async ({ arena }) => {
			const holder = await arena.start();
			await holder.inject(fault);
			await arena.start();
		},
	);
}

for (const [slug, title, fault] of [
	['uncaught-exception', 'uncaught exception', uncaughtException],
	['unhandled-rejection', 'unhandled rejection', unhandledRejection],
	['process-abort', 'process.abort()', abort],
	['process-exit-7', 'process.exit(7)', processExit(7)],
	['heap-exhaustion', 'heap exhaustion', heapExhaustion],
] as const) {
	scenario(
		`Node gateway dies of ${title}`,
		{
			id: `node-gateway-dies-of-${slug}`,
			shows: `no handler of the gateway’s own is needed to get the port back after ${title}`,
			covers: ['F1'],
			asserts: afterCrash,
		},
		async ({ arena }) => {
			const holder = await arena.start({ prepareFor: fault });
			await holder.inject(fault);
			await arena.start();
		},
	);
}

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
