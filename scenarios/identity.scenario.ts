import { reboot, scenario, shiftFileTimes, sigkill, signal } from '../harness/index.ts';

const afterCrash = ['rebinds-immediately', 'no-stale-lock', 'single-instance'] as const;
const refused = ['single-instance', 'fails-fast', 'exact-error-in-use', 'holder-undisturbed'] as const;

scenario(
	'Container restart: the newcomer has the pid of the dead holder',
	{
		id: 'pid-reused-by-the-newcomer-itself',
		shows: 'a newcomer that got the very pid of the dead holder does not take itself for the owner',
		asserts: afterCrash,
		covers: ['F2', 'F3'],
		needs: ['namespaces'],
	},
	async ({ arena }) => {
		const holder = await arena.start({ world: { ownPids: true } });
		await holder.inject(sigkill);
		await arena.start({ world: { ownPids: true } });
	},
);

scenario(
	'The dead holder’s pid belongs to another program',
	{
		id: 'pid-reused-by-another-program',
		shows: 'a living program that got the pid of the dead holder is not taken for a gateway',
		asserts: afterCrash,
		covers: ['F2'],
		needs: ['namespaces'],
	},
	async ({ arena }) => {
		const holder = await arena.start({ world: { ownPids: true } });
		await holder.inject(sigkill);
		await arena.start({ world: { ownPids: true, neighbours: [['sleep', '1000']] } });
	},
);

scenario(
	'The dead holder’s pid belongs to a gateway on another port',
	{
		id: 'pid-reused-by-another-gateway',
		shows: 'a gateway of another profile and port that got the pid of the dead holder is not taken for it',
		asserts: afterCrash,
		covers: ['F2', 'F11'],
		needs: ['namespaces'],
	},
	async ({ arena }) => {
		const holder = await arena.start({ world: { ownPids: true } });
		await holder.inject(sigkill);
		const neighbour = { profile: 'neighbour', port: await arena.anotherPort() };
		await arena.start({ world: { ownPids: true, neighbourGateway: neighbour } });
	},
);

scenario(
	'A zombie holder that nobody reaped',
	{
		id: 'zombie-holder-that-nobody-reaped',
		shows: 'a dead holder whose parent never waits for it is dead, though its pid still answers',
		asserts: ['rebinds-immediately', 'single-instance'],
		covers: ['F4'],
	},
	async ({ arena }) => {
		const holder = await arena.start({ world: { unreaped: true } });
		await holder.inject(signal('SIGKILL', 'holder'), { settle: false });
		await arena.start();
		await holder.inject(sigkill);
	},
);

for (const [slug, title, holderInside] of [
	['inside', 'The holder in a pid namespace of its own, the second outside', true],
	['outside', 'The holder outside, the second in a pid namespace of its own', false],
] as const) {
	scenario(
		title,
		{
			id: `two-pid-namespaces-holder-${slug}`,
			shows: `over one state folder a holder ${slug} of a container is neither overlooked nor disturbed`,
			asserts: refused,
			covers: ['F3', 'F9'],
			needs: ['namespaces'],
		},
		async ({ arena }) => {
			const holder = await arena.start({ world: { ownPids: holderInside } });
			await holder.connect(3);
			await arena.start({ world: { ownPids: !holderInside } });
		},
	);
}

scenario(
	'The host has another name after the crash',
	{
		id: 'host-name-changed-after-a-crash',
		shows: 'what a dead holder left under another host name is not taken for a living owner elsewhere',
		asserts: afterCrash,
		covers: ['F2', 'F3'],
		needs: ['namespaces'],
	},
	async ({ arena }) => {
		const holder = await arena.start({ world: { hostName: 'before-the-crash' } });
		await holder.inject(sigkill);
		await arena.start({ world: { hostName: 'after-the-crash' } });
	},
);

for (const [slug, days] of [
	['future', 1],
	['past', -400],
] as const) {
	scenario(
		`All files of the dead holder date from the ${slug}`,
		{
			id: `files-from-the-${slug}`,
			shows: `a clock that jumps, so that all files are from the ${slug}, makes no dead owner live`,
			asserts: afterCrash,
			covers: ['F30', 'F7'],
		},
		async ({ arena }) => {
			const holder = await arena.start();
			await holder.inject(sigkill);
			shiftFileTimes(arena, days);
			await arena.start();
		},
	);

	scenario(
		`All files of the living holder date from the ${slug}`,
		{
			id: `files-from-the-${slug}-while-the-holder-lives`,
			shows: `a clock that jumps, so that all files are from the ${slug}, makes no living owner dead`,
			asserts: refused,
			covers: ['F30', 'F9'],
		},
		async ({ arena }) => {
			await arena.start();
			shiftFileTimes(arena, days);
			await arena.start();
		},
	);
}

for (const [slug, wiped, shows] of [
	['tmp-wiped', 'tmp', 'after a reboot that empties /tmp and keeps the home the gateway starts at once'],
	['state-wiped', 'state', 'with a fresh home beside an old /tmp the gateway starts at once'],
] as const) {
	scenario(
		`Crash and reboot: ${slug.replace('-', ' ')}`,
		{ id: `reboot-${slug}`, shows, asserts: afterCrash, covers: ['F1', 'F26'] },
		async ({ arena }) => {
			const holder = await arena.start();
			await holder.inject(sigkill);
			reboot(arena, wiped);
			await arena.start();
		},
	);
}
