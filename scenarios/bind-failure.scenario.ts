import { bindFailure, privilegedPort, scenario } from '../harness/index.ts';

const asserts = ['exact-error-bind-failed', 'fails-fast', 'no-stale-lock'] as const;

for (const errno of ['EACCES', 'EADDRNOTAVAIL', 'EMFILE'] as const) {
	scenario(
		`Bind fails with ${errno}`,
		{ asserts, needs: ['strace'], tags: [errno === 'EACCES' ? 'quick' : 'full'] },
		async ({ arena }) => {
			await arena.start({ traced: bindFailure(errno) });
		},
	);
}

scenario('Privileged port as an ordinary user', { asserts, needs: ['privileged-ports'] }, async ({ arena }) => {
	await privilegedPort(arena, 97);
});
