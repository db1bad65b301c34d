import { clawdbot20260125 } from './clawdbot-2026-01-25.ts';
import type { Contract } from './contract.ts';
import { causeChain, lockFileContradictions, refusedByLock, tempLock, waitsForPort } from './lock-file-era.ts';

/** E4 as long as its document knew no lock file: removed on a clean stop, and the newcomer's port decides who is dead. */
export const openclaw20260222: Contract = {
	...clawdbot20260125,
	id: 'openclaw-2026-02-22',
	title: 'OpenClaw 2026.2.22 to 2026.4.26: the lock file is removed on a clean stop; a bind is tried again',
	source:
		'docs/gateway/gateway-lock.md in openclaw@2026.3.13 (the words of 2025-12-11), and the release notes of 2026.2.22',
	builds: [{ name: 'openclaw', from: '2026.2.22', to: '2026.4.26' }],
	messages: { ...clawdbot20260125.messages, ...refusedByLock, mayFollow: causeChain },
	readyClaims: [
		...clawdbot20260125.readyClaims,
		// openclaw@2026.4.29 prints it alone, 2026.4.5 with the number of its plugins.
		String.raw`^(?:\d{4}-\d\d-\d\dT\S+\s+)?\[gateway\] ready(?: \(.*\))?\s*$`,
	],
	limits: {
		...clawdbot20260125.limits,
		'fails-fast': {
			...waitsForPort['fails-fast'],
			plusMs: 6500,
			idle: { factor: 1.25, plusMs: 6500 },
			source: 'release 2026.1.21: 5 s for the lock; release 2026.3.7: 4 attempts at 500 ms to bind',
		},
	},
	allowedLeftovers: tempLock(
		'openclaw',
		'release 2026.2.22: the lock is removed on a clean stop, and reclaimed after a crash',
	),
	derivedPorts: [],
	contradictions: lockFileContradictions('docs/gateway/gateway-lock.md in openclaw@2026.3.13', '2026.1.21'),
	checkedOn: [
		{
			build: 'openclaw@2026.3.13',
			saw: 'eleven quick cases: every clause holds; after a crash the lock file is there, after a clean stop it is not',
		},
		{
			build: 'openclaw@2026.3.31',
			saw: 'a start, a second one with the same home, a stop: the second exits with 0 and says that the gateway runs; the stop leaves no lock',
		},
	],
};
