import { scenario, sigkill, sigterm } from '../harness/index.ts';

for (const [name, fault] of Object.entries({ 'a crash': sigkill, 'a shutdown': sigterm })) {
	scenario(
		`The same home on another port after ${name}`,
		{
			id: `the-same-home-on-another-port-after-${name.replace(' ', '-')}`,
			shows: `a home remembers neither the port nor the owner of its last run`,
			covers: ['F1', 'F11'],
			asserts: ['port-override', 'binds-at-startup', 'no-stale-lock'],
			tags: ['full'],
		},
		async ({ arena }) => {
			const before = await arena.start();
			await before.inject(fault);
			await arena.start({ port: await arena.anotherPort() });
		},
	);
}
