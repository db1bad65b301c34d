import { clawdbot202512 } from './clawdbot-2025-12.ts';
import type { Contract } from './contract.ts';
import {
	lockFileContradictions,
	onePerState,
	reclaimsLock,
	refusedByLock,
	tempLock,
	waitsForLock,
} from './lock-file-era.ts';

/** E3: the lock file moves to the temp folder; the document still knows none. */
export const clawdbot20260125: Contract = {
	...clawdbot202512,
	id: 'clawdbot-2026-01-25',
	title: 'Clawdbot 2026.1.24 to OpenClaw 2026.2.21: a lock file in the temp folder, then the bind',
	source:
		'docs/gateway/gateway-lock.md in clawdbot@2026.1.24-3 (the words of 2025-12-11), and the release notes of 2026.1.21 and 2026.1.24',
	builds: [
		{ name: 'clawdbot', from: '2026.1.24' },
		{ name: 'moltbot', from: '2026.1.24' },
		{ name: 'openclaw', from: '2026.1.24', to: '2026.2.21' },
	],
	clauses: { ...clawdbot202512.clauses, ...onePerState, ...reclaimsLock },
	messages: { ...clawdbot202512.messages, ...refusedByLock },
	limits: { ...clawdbot202512.limits, ...waitsForLock },
	// That 2026.1.24 to 2026.2.21 leave it after a clean stop as well is a bug of theirs, not a promise.
	allowedLeftovers: ['clawdbot', 'moltbot', 'openclaw'].flatMap((folder) =>
		tempLock(folder, 'release 2026.1.24: "store lock files in the temp directory to avoid stale locks" (#1676)'),
	),
	derivedPorts: [
		{
			offset: 2,
			what: 'browser control (2026.1.24 only)',
			source: 'clawdbot@2026.1.24-3, started without its skip variables',
		},
		{ offset: 3, what: 'browser relay', source: 'clawdbot@2026.1.24-3, started without its skip variables' },
	],
	contradictions: lockFileContradictions('docs/gateway/gateway-lock.md in clawdbot@2026.1.24-3', '2026.1.21'),
	checkedOn: [
		{
			build: 'clawdbot@2026.1.24-3',
			saw: 'eleven quick cases: only no-stale-lock is broken, by the lock file that a clean stop leaves; a second one with the same home is refused with exit code 1 after 5 s',
		},
		{
			build: 'openclaw@2026.1.29',
			saw: 'a start, a second one with the same home, a stop: the second is refused with exit code 1 after 5 s; the stop leaves the lock file, as in 2026.1.24-3',
		},
	],
};
