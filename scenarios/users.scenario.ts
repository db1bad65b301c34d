import { foreignHome, scenario, sigkill } from '../harness/index.ts';

const afterCrash = ['rebinds-immediately', 'no-stale-lock', 'single-instance'] as const;
const refused = ['single-instance', 'fails-fast', 'exact-error-in-use', 'holder-undisturbed'] as const;

/** Somebody else, with a home of its own; `/tmp` is shared. */
const second = { profile: 'other', world: { user: 'second' } } as const;
/** The first user, without root's right to ignore the permissions of files. */
const first = { world: { obeysPermissions: true } } as const;

for (const [slug, title, dead, next] of [
	['first', 'The first user’s gateway crashes, the second user starts one', first, second],
	['second', 'The second user’s gateway crashes, the first user starts one', second, first],
] as const) {
	scenario(
		title,
		{
			id: `another-user-after-a-crash-of-the-${slug}`,
			shows: 'what a dead gateway left in a shared /tmp, unreadable for another user, does not keep that user out',
			asserts: afterCrash,
			covers: ['F1', 'F11', 'F26'],
			needs: ['second-uid'],
		},
		async ({ arena }) => {
			const holder = await arena.start(dead);
			await holder.inject(sigkill);
			await arena.start(next);
		},
	);
}

for (const [slug, title, one, other] of [
	['first', 'The first user’s gateway holds the port, the second user starts one', first, second],
	['second', 'The second user’s gateway holds the port, the first user starts one', second, first],
] as const) {
	scenario(
		title,
		{
			id: `another-user-while-the-${slug}-holds-the-port`,
			shows: 'whoever else the holder runs as, a start is refused by the port, with the same message',
			asserts: refused,
			covers: ['F9', 'F11', 'F12'],
			needs: ['second-uid'],
		},
		async ({ arena }) => {
			const holder = await arena.start(one);
			await holder.connect(3);
			await arena.start(other);
		},
	);
}

for (const access of ['readable', 'closed'] as const) {
	scenario(
		`The home belongs to another user and is ${access}`,
		{
			id: `home-of-another-user-${access}`,
			shows: `a start in a home of another user (${access}) may fail; once the home is given back the next one binds`,
			asserts: afterCrash,
			covers: ['F26'],
			needs: ['second-uid'],
		},
		async ({ arena }) => {
			const before = await arena.start(second);
			await before.inject(sigkill);
			const fault = foreignHome(arena, second.profile, access);
			const hindered = await arena.launch(second);
			await hindered.inject(fault, { settle: false });
			await arena.finishStart(hindered);
			if (hindered.exit === null) await hindered.inject(sigkill);
			else await arena.waitGone(hindered);
			await fault.heal?.(hindered);
			await arena.start(second);
		},
	);
}
