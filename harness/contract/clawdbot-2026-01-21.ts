import { clawdbot202512 } from './clawdbot-2025-12.ts';
import type { Contract } from './contract.ts';
import { lockFileContradictions, onePerState, reclaimsLock, refusedByLock, waitsForLock } from './lock-file-era.ts';

/** E2: a lock file in the state folder. Its builds were tagged in git and never published, so none could be run. */
export const clawdbot20260121: Contract = {
	...clawdbot202512,
	id: 'clawdbot-2026-01-21',
	title:
		'Clawdbot 2026.1.21 to 2026.1.23: a lock file in the state folder, then the bind (no build is published; not checked by a run)',
	source: 'docs/gateway/gateway-lock.md as of 2026-01-15, and the release notes of 2026.1.21',
	builds: [{ name: 'clawdbot', from: '2026.1.21', to: '2026.1.23' }],
	clauses: { ...clawdbot202512.clauses, ...onePerState, ...reclaimsLock },
	messages: { ...clawdbot202512.messages, ...refusedByLock },
	limits: { ...clawdbot202512.limits, ...waitsForLock },
	allowedLeftovers: [
		{
			glob: 'home/*/.clawdbot/gateway.????????.lock',
			after: ['crash'],
			source: 'release 2026.1.21: the lock file lies in the state folder, and a later start reclaims it',
		},
	],
	contradictions: lockFileContradictions('docs/gateway/gateway-lock.md of 2026.1.21', '2026.1.21'),
	checkedOn: [],
};
