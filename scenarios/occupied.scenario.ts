import { type OccupantKind, scenario } from '../harness/index.ts';

const kinds: Readonly<Record<string, OccupantKind>> = {
	'a plain TCP server': 'tcp',
	'an HTTP server': 'http',
	'another WebSocket server': 'websocket',
};

for (const [title, kind] of Object.entries(kinds)) {
	for (const address of ['127.0.0.1', '0.0.0.0']) {
		const quick = kind === 'http' && address === '127.0.0.1';
		scenario(
			`Port held by ${title} on ${address}`,
			{
				id: `port-held-by-${title.toLowerCase().replaceAll(' ', '-')}-on-${address.replaceAll('.', '-')}`,
				shows: `beside ${title} on ${address} a start is refused with the same message, and starts when it is gone`,
				covers: ['F13', 'F14', 'F29'],
				asserts: ['foreign-occupant', 'fails-fast'],
				tags: [quick ? 'quick' : 'full'],
			},
			async ({ arena }) => {
				const occupant = await arena.occupy(kind, address);
				await arena.start();
				await occupant.stop();
				await arena.start();
			},
		);
	}
}
