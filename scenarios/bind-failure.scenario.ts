import { bindFailure, privilegedPort, scenario } from '../harness/index.ts';

const asserts = ['exact-error-bind-failed', 'fails-fast', 'no-stale-lock'] as const;
const covers = ['F13', 'F29'] as const;

for (const errno of ['EACCES', 'EADDRNOTAVAIL', 'EMFILE'] as const) {
	scenario(
		`Bind fails with ${errno}`,
		{
			id: `bind-fails-with-${errno.toLowerCase()}`,
			shows: `a bind that fails with ${errno} ends the start with its own message and a cause`,
			asserts,
			covers,
			needs: ['strace'],
			tags: [errno === 'EACCES' ? 'quick' : 'full'],
		},
		async ({ arena }) => {
			await arena.start({ traced: bindFailure(errno) });
		},
	);
}

scenario(
	'Privileged port as an ordinary user',
	{
		id: 'privileged-port-as-an-ordinary-user',
		shows: 'a real EACCES of the kernel, nothing injected, is told as a failed bind',
		asserts,
		covers,
		needs: ['privileged-ports'],
	},
	async ({ arena }) => {
		await privilegedPort(arena, 97);
	},
);
