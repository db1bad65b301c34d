import type { Contract } from './contract.ts';
import { causesAppended, exitCodeMeaning, exitCodes, waitsForPort } from './lock-file-era.ts';
import { openclaw20260222 } from './openclaw-2026-02-22.ts';

/** E4 from the first document on that knows the lock file. */
export const openclaw20260427: Contract = {
	...openclaw20260222,
	id: 'openclaw-2026-04-27',
	title: 'OpenClaw 2026.4.27 to 2026.6: the document knows the lock file, and says what exit code 78 means',
	source: 'docs/gateway/gateway-lock.md in openclaw@2026.6.11, and the release notes of 2026.4.29 and 2026.5.12',
	builds: [{ name: 'openclaw', from: '2026.4.27', to: '2026.6.999' }],
	clauses: {
		...openclaw20260222.clauses,
		...exitCodeMeaning,
		'binds-at-startup': {
			quote: 'the gateway then binds the HTTP/WebSocket listener (default ws://127.0.0.1:18789)',
			judged: openclaw20260222.clauses['binds-at-startup'].judged,
		},
		'rebinds-immediately': {
			quote:
				'if the recorded lock owner is gone, the port is free, or the lock is stale, startup reclaims the lock and continues',
			judged: openclaw20260222.clauses['rebinds-immediately'].judged,
		},
		'frees-port-on-shutdown': {
			quote: 'on shutdown the gateway closes the HTTP/WebSocket server and removes the lock file',
			judged: openclaw20260222.clauses['frees-port-on-shutdown'].judged,
		},
		'no-stale-lock': {
			quote: 'survive crashes/SIGKILL without leaving stale lock files; on shutdown the gateway removes the lock file',
			judged: 'after a clean stop no lock is left; after a crash only the lock file, which the next start reclaims',
		},
		'pid-guard-independent': {
			quote: 'the runtime lock is enforced by the lock file plus HTTP/WebSocket bind',
			judged: openclaw20260222.clauses['pid-guard-independent'].judged,
		},
	},
	limits: { ...openclaw20260222.limits, ...waitsForPort },
	exitCodes,
	contradictions: [
		causesAppended,
		{
			clause: 'era:one-per-state',
			when: 'both listened',
			document: 'the port is free … startup reclaims the lock and continues',
			code: 'the port that is asked about is the newcomer’s, so that a holder on another port counts as dead (2026.2.22 to 2026.7.1)',
			source: 'docs/gateway/gateway-lock.md in openclaw@2026.6.11',
		},
		{
			clause: 'fails-fast',
			when: 'exited with code 0',
			document: 'startup fails with a clear lock error',
			code: 'who is refused exits with 0 since 2026.3.31, as if it had started (#110306)',
			source: 'docs/gateway/gateway-lock.md in openclaw@2026.6.11',
		},
	],
	checkedOn: [
		{
			build: 'openclaw@2026.4.29',
			saw: 'a start, a second one with the same home, a stop: the second exits with 0 and says that the gateway runs; the stop leaves no lock',
		},
		{
			build: 'openclaw@2026.6.11',
			saw: 'five cases: who is refused exits with 0, and one home serves two ports; all else holds',
		},
	],
};
