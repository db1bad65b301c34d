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
	{
		id: 'sigkill-as-it-calls-bind',
		shows: 'what was taken before the bind does not outlive the start',
		covers: ['F1', 'F6', 'F27'],
		asserts: ['rebinds-immediately', 'no-stale-lock'],
		needs: ['strace'],
		tags: ['quick'],
	},
	async ({ arena }) => {
		await arena.start({ traced: killBeforeBind });
		await arena.start();
	},
);

scenario(
	'SIGKILL between bind and listen',
	{
		id: 'sigkill-between-bind-and-listen',
		shows: 'an address that was bound but never listened on is free again',
		covers: ['F1', 'F27'],
		asserts: ['rebinds-immediately', 'no-stale-lock'],
		needs: ['strace'],
	},
	async ({ arena }) => {
		await arena.start({ traced: killAfterBind });
		await arena.start();
	},
);

scenario(
	'SIGKILL at its first listen call',
	{
		id: 'sigkill-at-its-first-listen-call',
		shows: 'a death at whatever it listens on first leaves nothing behind',
		covers: ['F1', 'F27'],
		asserts: ['rebinds-immediately', 'no-stale-lock'],
		needs: ['strace'],
	},
	async ({ arena }) => {
		await arena.start({ traced: killAtSyscall('listen', { nth: 1, on: 'entry' }) });
		await arena.start();
	},
);

scenario(
	'SIGKILL when listening',
	{
		id: 'sigkill-when-listening',
		shows: 'a death between the bind and the end of the start leaves nothing behind',
		covers: ['F1', 'F27'],
		asserts: ['rebinds-immediately', 'no-stale-lock'],
	},
	async ({ arena }) => {
		const gateway = await arena.launch();
		await gateway.inject(sigkill, { at: whenListening });
		await arena.start();
	},
);

scenario(
	'SIGKILL right after exec',
	{
		id: 'sigkill-right-after-exec',
		shows: 'a death before the gateway did anything leaves nothing behind',
		covers: ['F1', 'F27'],
		asserts: ['rebinds-immediately', 'no-stale-lock'],
	},
	async ({ arena }) => {
		const gateway = await arena.launch();
		await gateway.inject(sigkill, { at: whenSpawned() });
		await arena.start();
	},
);

scenario(
	'SIGTERM as soon as it listens',
	{
		id: 'sigterm-as-soon-as-it-listens',
		shows: 'a request to stop that comes while the start still runs is heard',
		covers: ['F17', 'F27'],
		asserts: ['frees-port-on-shutdown', 'rebinds-immediately', 'no-stale-lock'],
	},
	async ({ arena }) => {
		const gateway = await arena.launch();
		await gateway.inject(sigterm, { at: whenListening });
		await arena.start();
	},
);
