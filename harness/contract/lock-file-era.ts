import type { Clause, Contract, Contradiction, LimitRule } from './contract.ts';

/** Rules that several eras with a lock file share; each era says from which document it takes what differs. */

export const onePerState = {
	'era:one-per-state': {
		quote: 'prevent multiple gateways from sharing the same config/state at once (singleton lock)',
		judged: 'two instances with the same home never listen at the same time, whatever their ports',
		exercisedBy: 'two instances with the same home whose lives overlap',
	},
} as const satisfies Record<string, Clause>;

export const reclaimsLock = {
	'era:reclaims-lock': {
		quote: 'survive crashes/SIGKILL without leaving stale lock files',
		judged: 'once a later start listens, no lock names a dead owner of before',
		exercisedBy: 'an instance that listens after one with the same home crashed, and a look at what lies there then',
	},
} as const satisfies Record<string, Clause>;

export const exitCodeMeaning = {
	'era:exit-code': {
		quote: 'invalid configuration errors exit with code 78; a duplicate does so only on systemd',
		wording: 'own',
		judged:
			'who is refused for another owner exits with 1, neither with 0 nor with 78; who is asked to stop exits with 0',
		exercisedBy: 'an instance that is refused its port, or that is asked to stop, and exits',
	},
} as const satisfies Record<string, Clause>;

/** "gateway already running" came with the lock file; the release that brought it is the source of every era. */
export const refusedByLock = {
	stateOwned: 'gateway already running (pid {pid}); lock timeout after 5000ms',
	source: 'release 2026.1.21: a second gateway with the same config is refused by the lock file, after 5 s',
};

/** Since 2026.4.7 an error is printed with the causes below it. */
export const causeChain = String.raw`( \| .+)?( \| E[A-Z]+)?`;

/** Refusals wait for the lock, 5 s, before they tell. */
export const waitsForLock = {
	'fails-fast': failsFastAfter(5000, 'release 2026.1.21: a start waits 5 s for the lock'),
};

/** Refusals wait for the lock 5 s, or for the port 20 × 500 ms. */
export const waitsForPort = {
	'fails-fast': failsFastAfter(
		10_000,
		'20 attempts at 500 ms to bind, 5 s for the lock (docs/gateway/gateway-lock.md of 2026.7.1; release 2026.5.12)',
	),
};

function failsFastAfter(waitMs: number, source: string): LimitRule {
	return {
		baseline: 'failing or warm start',
		factor: 1.25,
		plusMs: 1500 + waitMs,
		idle: { factor: 1.25, plusMs: 1500 + waitMs },
		source,
	};
}

/** The lock file in the temp folder, since npm 2026.1.24: left by a crash only. */
export function tempLock(folder: string, source: string): Contract['allowedLeftovers'] {
	return [{ glob: `tmp/${folder}-*/gateway.????????.lock`, after: ['crash'], source }];
}

/** The bind may fail with its causes told behind it, and a lock file in front of it. */
export function lockFileContradictions(document: string, since: string): Contradiction[] {
	return [
		{
			clause: 'no-stale-lock',
			when: String.raw`gateway\.(?:state\.)?[0-9a-f]{0,8}\.?lock`,
			document: 'no separate lock file or cleanup step is needed',
			code: `a lock file is taken before the bind since ${since}`,
			source: document,
		},
		{
			clause: 'exact-error-in-use',
			when: 'gateway already running',
			document: 'another gateway instance is already listening on ws://127.0.0.1:<port>',
			code: `a second gateway with the same config is refused by the lock file, before it binds, since ${since}`,
			source: document,
		},
		{
			clause: 'fails-fast',
			when: 'waited|the limit is|still lived',
			document: 'fail fast with a clear error',
			code: `a start waits 5 s for the lock since ${since}, and retries a bind since 2026.3.7 (2 s) and 2026.5.12 (10 s)`,
			source: document,
		},
	];
}

/** What the documents from 2026.4.27 on say, and the code does not do. */
export const causesAppended: Contradiction = {
	clause: 'exact-error-in-use',
	when: String.raw`\| listen EADDRINUSE`,
	document: 'GatewayLockError("another gateway instance is already listening on ws://127.0.0.1:<port>")',
	code: 'the causes below an error are printed behind it since 2026.4.7',
	source: 'docs/gateway/gateway-lock.md of 2026.4.27 and later',
};

/** Exit codes by the documents that name them: index.md and gateway-lock.md of 2026.4.29 and later. */
export const exitCodes: NonNullable<Contract['exitCodes']> = [
	{
		of: 'refused',
		codes: [1],
		source:
			'gateway-lock.md: exit 78 is for a duplicate under systemd; gateway/index.md: 78 says invalid configuration',
	},
	{ of: 'stopped', codes: [0], source: 'release 2025-12-12: SIGTERM and SIGINT close the server and exit with 0' },
];
