import { scenario, sighup, sigkill, signal, sigusr1, waitUntilQuiet } from '../harness/index.ts';

scenario(
	'SIGUSR1, then the holder is killed',
	{
		id: 'sigusr1-then-the-holder-is-killed',
		shows: 'whatever SIGUSR1 restarts, one holder is there after it, and nobody stands behind it for the port',
		asserts: ['rebinds-immediately', 'single-instance'],
		covers: ['F18', 'F19'],
	},
	async ({ arena }) => {
		const holder = await arena.start();
		await holder.inject(sigusr1);
		await waitUntilQuiet(holder);
		if (holder.listening) await holder.inject(signal('SIGKILL', 'holder'));
		await arena.start();
	},
);

scenario(
	'SIGHUP when ready',
	{
		id: 'sighup-when-ready',
		shows: 'a terminal that hangs up either ends the gateway cleanly or changes nothing',
		asserts: ['rebinds-immediately', 'no-stale-lock', 'single-instance'],
		covers: ['F1', 'F16'],
	},
	async ({ arena }) => {
		const holder = await arena.start();
		await holder.inject(sighup);
		await waitUntilQuiet(holder);
		if (!holder.gone) await holder.inject(sigkill);
		await arena.start();
	},
);
