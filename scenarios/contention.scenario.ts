import { scenario, sigcont, sigkill, sigstop, sigterm } from '../harness/index.ts';

const refused = ['single-instance', 'fails-fast', 'exact-error-in-use', 'holder-undisturbed'] as const;

scenario(
	'Second instance while the holder runs',
	{
		id: 'second-instance-while-the-holder-runs',
		shows: 'a second instance is refused with the exact message, and the holder and its clients notice nothing',
		covers: ['F5', 'F14', 'F15', 'F28', 'F29'],
		asserts: refused,
		tags: ['quick'],
	},
	async ({ arena }) => {
		const holder = await arena.start();
		await holder.connect(5);
		await arena.start();
	},
);

scenario(
	'Second instance while the holder is frozen',
	{
		id: 'second-instance-while-the-holder-is-frozen',
		shows: 'a holder that does not answer still holds: the second is refused at once, and the thawed holder serves on',
		covers: ['F8', 'F9', 'F10', 'F14', 'F28'],
		asserts: [...refused, 'rebinds-immediately'],
		tags: ['quick'],
	},
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
	{
		id: 'second-instance-while-the-holder-shuts-down',
		shows: 'a start during a shutdown is refused or succeeds, and never overlaps',
		covers: ['F17', 'F18', 'F23'],
		asserts: ['single-instance', 'frees-port-on-shutdown', 'no-stale-lock'],
	},
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
	{
		id: 'eight-instances-at-once',
		shows: 'of eight at once exactly one listens and seven are refused',
		covers: ['F5'],
		asserts: ['single-instance', 'binds-at-startup', 'fails-fast', 'exact-error-in-use'],
		tags: ['full'],
	},
	async ({ arena }) => {
		await arena.startMany(8);
	},
);
