import { fillAcceptQueue, scenario, sigcont, sigkill, sigstop, sigterm } from '../harness/index.ts';

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

const won = ['single-instance', 'binds-at-startup', 'fails-fast', 'exact-error-in-use'] as const;

for (const [count, name, tier] of [
	[2, 'Two', 'full'],
	[3, 'Three', 'deep'],
	[8, 'Eight', 'full'],
	[32, 'Thirty-two', 'deep'],
] as const) {
	scenario(
		`${name} instances at once`,
		{
			id: `${name.toLowerCase()}-instances-at-once`,
			shows: `of ${name.toLowerCase()} that start at once exactly one listens and the others are refused`,
			covers: ['F5'],
			asserts: won,
			tags: [tier],
		},
		async ({ arena }) => {
			await arena.startMany(count);
		},
	);

	scenario(
		`${name} instances one after the other`,
		{
			id: `${name.toLowerCase()}-instances-staggered`,
			shows: `of ${name.toLowerCase()} that start 40 ms apart exactly one listens and the others are refused`,
			covers: ['F5', 'F9'],
			asserts: won,
			tags: [count === 3 ? 'full' : 'deep'],
		},
		async ({ arena }) => {
			await arena.startStaggered(count, 40);
		},
	);
}

scenario(
	'Eight instances at once after a crash',
	{
		id: 'eight-instances-at-once-after-a-crash',
		shows: 'of eight that find a dead holder at once exactly one takes its place',
		covers: ['F5', 'F6'],
		asserts: ['single-instance', 'rebinds-immediately', 'fails-fast', 'exact-error-in-use'],
		tags: ['deep'],
	},
	async ({ arena }) => {
		const holder = await arena.start();
		await holder.inject(sigkill);
		await arena.startMany(8);
	},
);

scenario(
	'Second instance while the holder’s accept queue is full',
	{
		id: 'second-instance-while-the-accept-queue-is-full',
		shows: 'a holder to which no one can connect any more still holds, and a second is refused at once',
		covers: ['F9', 'F10', 'F14'],
		asserts: [...refused, 'rebinds-immediately'],
	},
	async ({ arena }) => {
		const holder = await arena.start();
		await holder.inject(sigstop);
		const queue = await fillAcceptQueue(holder);
		await arena.start();
		queue.release();
		await holder.inject(sigkill);
		await arena.start();
	},
);
