import type { Contract } from './contract.ts';
import { openclaw20260427 } from './openclaw-2026-04-27.ts';

/** E4 with the document of 2026.7.1: two layers, both messages, both waits. */
export const openclaw20260701: Contract = {
	...openclaw20260427,
	id: 'openclaw-2026-07-01',
	title: 'OpenClaw 2026.7.1 and its maintenance releases: the document names both layers, both messages, both waits',
	source: 'docs/gateway/gateway-lock.md in openclaw@2026.7.1',
	builds: [
		{ name: 'openclaw', from: '2026.7.1-beta.1', to: '2026.7.1-99' },
		{ name: 'openclaw', from: '2026.7.33', to: '2026.7.99' },
	],
	clauses: {
		...openclaw20260427.clauses,
		'single-instance': {
			quote: 'only one gateway process should own a given config + port on a host',
			judged: openclaw20260427.clauses['single-instance'].judged,
		},
		'exact-error-in-use': {
			quote:
				'GatewayLockError("gateway already running (pid <pid>); lock timeout after <ms>ms") if the lock is held, GatewayLockError("another gateway instance is already listening on ws://127.0.0.1:<port>") if the port is in use',
			judged: 'who shares its holder’s home says the first, who does not the second, whole, with the real port',
		},
		'era:reclaims-lock': {
			quote: 'if the recorded owner process is gone, startup reclaims the lock and continues',
			judged: 'once a later start listens, no lock names a dead owner of before',
		},
	},
	messages: {
		...openclaw20260427.messages,
		source:
			'docs/gateway/gateway-lock.md in openclaw@2026.7.1: "gateway already running (pid <pid>); lock timeout after <ms>ms"',
	},
	checkedOn: [
		{
			build: 'openclaw@2026.7.1',
			saw: 'a start, a second one with the same home, a stop: the second exits with 0 and says that the gateway runs; the stop leaves no lock',
		},
	],
};
