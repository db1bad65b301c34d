import { bindHome, linkHome, missingHome, scenario, sigkill } from '../harness/index.ts';

const afterCrash = ['rebinds-immediately', 'no-stale-lock', 'single-instance'] as const;
const refused = ['single-instance', 'fails-fast', 'exact-error-in-use', 'holder-undisturbed'] as const;

scenario(
	'A home with blanks and letters beyond ASCII in its name',
	{
		id: 'home-with-an-odd-name',
		shows: 'blanks, quotes and letters beyond ASCII in the path of the home change nothing',
		asserts: [...afterCrash, 'exact-error-in-use'],
		covers: ['F11', 'F26'],
	},
	async ({ arena }) => {
		const profile = "Zoë's  Wohnung 家";
		const holder = await arena.start({ profile });
		await arena.start({ profile });
		await holder.inject(sigkill);
		await arena.start({ profile });
	},
);

scenario(
	'A home that is not there yet',
	{
		id: 'home-that-is-not-there',
		shows: 'a home that has yet to be made keeps no gateway from its port',
		asserts: ['binds-at-startup', ...afterCrash],
		covers: ['F26'],
	},
	async ({ arena }) => {
		const holder = await arena.start({ surroundings: missingHome(arena) });
		await holder.inject(sigkill);
		await arena.start({ surroundings: missingHome(arena) });
	},
);

for (const [slug, title, alias] of [
	['symbolic-link', 'a symbolic link', linkHome],
	['bind-mount', 'a bind mount', bindHome],
] as const) {
	scenario(
		`The same home through ${title}`,
		{
			id: `same-home-through-a-${slug}`,
			shows: `the name by which a home is reached, here ${title}, neither lets a second in nor keeps a successor out`,
			asserts: [...refused, ...afterCrash],
			covers: ['F11', 'F26'],
			needs: slug === 'bind-mount' ? ['namespaces'] : [],
		},
		async ({ arena }) => {
			await alias(arena, 'alias');
			const holder = await arena.start();
			await arena.start({ profile: 'alias' });
			await holder.inject(sigkill);
			const successor = await arena.start({ profile: 'alias' });
			await successor.inject(sigkill);
			await arena.start();
		},
	);
}

for (const umask of ['0077', '0000']) {
	scenario(
		`With umask ${umask}`,
		{
			id: `umask-${umask}`,
			shows: `what a gateway made with umask ${umask} is in nobody’s way`,
			asserts: [...afterCrash, 'exact-error-in-use'],
			covers: ['F26'],
			tags: [umask === '0077' ? 'full' : 'deep'],
		},
		async ({ arena }) => {
			const holder = await arena.start({ world: { umask } });
			await arena.start();
			await holder.inject(sigkill);
			await arena.start();
		},
	);
}

scenario(
	'Other homes, one port',
	{
		id: 'other-homes-one-port',
		shows: 'whoever has another home and the same port is refused, by the port alone',
		asserts: refused,
		covers: ['F11', 'F12'],
	},
	async ({ arena }) => {
		const holder = await arena.start({ profile: 'one' });
		await holder.connect(3);
		await arena.start({ profile: 'other' });
	},
);

scenario(
	'One home, two ports',
	{
		id: 'one-home-two-ports',
		shows: 'after two gateways that wrongly shared a home both ports can be taken again',
		asserts: ['rebinds-immediately', 'no-stale-lock'],
		covers: ['F11', 'F12'],
	},
	async ({ arena }) => {
		const port = await arena.anotherPort();
		const one = await arena.start();
		const other = await arena.start({ port });
		await one.inject(sigkill);
		if (!other.gone) await other.inject(sigkill);
		const again = await arena.start();
		await again.inject(sigkill);
		await arena.start({ port });
	},
);
