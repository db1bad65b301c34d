import { expectLeftoverSockets, type OccupantKind, scenario, sigkill } from '../harness/index.ts';

const afterCrash = ['rebinds-immediately', 'no-stale-lock', 'single-instance'] as const;

for (const [slug, title, kind, address] of [
	['ipv6-loopback', 'The port is held on ::1', 'tcp', '::1'],
	['another-loopback-address', 'The port is held on 127.0.0.2', 'http', '127.0.0.2'],
	['client-socket', 'A client has the port as its own end', 'client', '127.0.0.1'],
	['udp', 'The UDP port of the same number is held', 'udp', '127.0.0.1'],
] as const satisfies readonly (readonly [string, string, OccupantKind, string])[]) {
	scenario(
		title,
		{
			id: `not-busy-${slug}`,
			shows: `a socket on ${address} (${kind}) does not make 127.0.0.1 busy, and does not stand in for it`,
			asserts: ['binds-at-startup', 'exact-error-in-use', 'rebinds-immediately'],
			covers: ['F12', 'F13'],
		},
		async ({ arena }) => {
			await arena.occupy(kind, address);
			const holder = await arena.start();
			await arena.start();
			await holder.inject(sigkill);
			await arena.start();
		},
	);
}

scenario(
	'Port held on all IPv6 and IPv4 addresses',
	{
		id: 'busy-dual-stack-wildcard',
		shows: 'a listener on :: that takes IPv4 as well makes the port busy',
		asserts: ['foreign-occupant', 'fails-fast'],
		covers: ['F12', 'F13'],
	},
	async ({ arena }) => {
		const occupant = await arena.occupy('tcp', '::');
		await arena.start();
		await occupant.stop();
		await arena.start();
	},
);

for (const [kind, title] of [
	['slow-http', 'drips a byte a second'],
	['half-open', 'closes its own direction at once'],
	['resetting', 'resets whoever connects'],
] as const) {
	scenario(
		`Port held by a server that ${title}`,
		{
			id: `busy-${kind}`,
			shows: `a start does not wait for, or believe, a server that ${title}`,
			asserts: ['foreign-occupant', 'fails-fast'],
			covers: ['F10', 'F14'],
		},
		async ({ arena }) => {
			const occupant = await arena.occupy(kind, '127.0.0.1');
			await arena.start();
			await occupant.stop();
			await arena.start();
		},
	);
}

for (const [state, who] of [
	['FIN_WAIT2', 'clients that have not closed their end since the crash'],
	['TIME_WAIT', 'clients that have closed their end after the crash'],
] as const) {
	scenario(
		`SIGKILL leaves connections in ${state}`,
		{
			id: `crash-leaves-${state.toLowerCase().replace('_', '-')}`,
			shows: `connections of ${who}, kept in ${state} by the kernel, do not make the port busy`,
			asserts: afterCrash,
			covers: ['F13'],
		},
		async ({ arena }) => {
			const holder = await arena.start();
			if (state === 'FIN_WAIT2') await holder.connectRaw(20, 'silent');
			else await holder.connect(20);
			await holder.inject(sigkill);
			await expectLeftoverSockets(arena, state);
			await arena.start();
		},
	);
}

scenario(
	'The ten ports after the base port are busy',
	{
		id: 'derived-ports-busy',
		shows: 'busy side ports (base + 1 to base + 10) do not cost the base port',
		asserts: ['binds-at-startup', 'exact-error-in-use'],
		covers: ['F25'],
	},
	async ({ arena }) => {
		await arena.occupy('ten-ports', '127.0.0.1', arena.port + 1);
		await arena.start();
		await arena.start();
	},
);
