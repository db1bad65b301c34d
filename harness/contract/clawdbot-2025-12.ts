import type { Contract } from './contract.ts';

/** The default contract: the document "Gateway lock" of 2025-12-11, when the bind was the lock. */
export const clawdbot202512: Contract = {
	id: 'clawdbot-2025-12',
	title: 'Clawdbot, December 2025: the TCP listener is the lock',
	source: 'Document "Gateway lock", last updated 2025-12-11 (docs/gateway/gateway-lock.md)',
	clauses: {
		'single-instance': {
			quote: 'only one gateway runs per base port on the same host',
			judged: 'no two instances ever listen on the same address and port at the same time',
		},
		'isolated-profiles': {
			quote: 'additional gateways must use isolated profiles and unique ports',
			judged: 'with both, they run side by side and neither notices the other',
		},
		'binds-at-startup': {
			quote: 'binds the WebSocket listener (default ws://127.0.0.1:18789) immediately on startup',
			judged: 'the listener is up within its limit, on exactly that address, before the instance claims to be ready',
		},
		'exclusive-listener': {
			quote: 'using an exclusive TCP listener',
			judged: 'loopback only, no port sharing: another socket cannot bind beside it',
		},
		'rebinds-immediately': {
			quote: 'the OS releases the listener on any exit, including crashes and SIGKILL',
			judged:
				'after any death of the holder the next instance listens within the limit, and it is the new one that listens',
		},
		'no-stale-lock': {
			quote: 'survive crashes/SIGKILL without leaving stale lock files; no separate lock file or cleanup step',
			judged:
				'whenever no instance lives, nothing that names or represents a lock is left: file, directory, socket, FIFO, kernel lock',
		},
		'fails-fast': {
			quote: 'fail fast with a clear error',
			judged: 'the loser exits, non-zero, within its limit',
		},
		'exact-error-in-use': {
			quote: 'GatewayLockError("another gateway instance is already listening on ws://127.0.0.1:<port>")',
			judged: 'that message, whole, with the real port, nothing appended',
		},
		'exact-error-bind-failed': {
			quote: 'GatewayLockError("failed to bind gateway socket on ws://127.0.0.1:<port>: …")',
			judged: 'every bind failure but EADDRINUSE gives this, with a cause after the colon',
		},
		'foreign-occupant': {
			quote: 'if another process holds the port, the error is the same',
			judged: 'the same message whatever holds the port',
		},
		'port-override': {
			quote: 'choose another with gateway --port <port>',
			judged: 'the flag decides the port, and the message names it',
		},
		'frees-port-on-shutdown': {
			quote: 'on shutdown closes the WebSocket server and the HTTP server to free the port promptly',
			judged: 'port free and every process of the instance gone within the limit, with clients connected too',
		},
		'holder-undisturbed': {
			quote: 'only one gateway runs per base port on the same host; a second one fails fast with a clear error',
			judged:
				'a losing instance changes nothing for the holder: it keeps listening, its clients stay connected, its files stay as they were',
		},
		'pid-guard-independent': {
			quote: 'the macOS app keeps its own PID guard; the runtime lock is the bind',
			judged: 'a stale or recycled PID guard never decides whether the gateway may run',
		},
	},
	// Of these none is published; what is packed from a checkout bears such a version.
	builds: [{ name: 'clawdbot', from: '2025.12.11', to: '2026.1.20' }],
	host: '127.0.0.1',
	defaultPort: 18_789,
	messages: {
		inUse: 'another gateway instance is already listening on ws://{host}:{port}',
		bindFailed: 'failed to bind gateway socket on ws://{host}:{port}: ',
	},
	// The wording of every build until 2026.4.2; an optional time stamp, subsystem and `gateway ` may stand before it.
	readyClaims: [
		'^(?:(?:\\d{4}-\\d\\d-\\d\\dT[\\d:.,]+(?:Z|[+-]\\d\\d:?\\d\\d)?|\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d+)?)\\s+)?(?:\\[[\\w./:-]+\\]\\s+)?(?:gateway:?\\s+)?listening on ws://{host}:{port}(?:,? ws://\\S+)*(?:\\s+\\(PID \\d+\\))?\\s*$',
	],
	limits: {
		'binds-at-startup': {
			baseline: 'warm start',
			factor: 2,
			plusMs: 3000,
			// "Immediately" does not scale with a build that always waits.
			idle: { factor: 0, plusMs: 3000 },
			source: 'twice what the build needs when nothing is in its way, and 3 s for a cold disk',
		},
		'rebinds-immediately': {
			baseline: 'warm start',
			factor: 1.5,
			plusMs: 2000,
			source:
				'a restart has warm caches; the shortest lock timeout of any build is 5 s, so waiting one out does not fit for starts below 6 s',
		},
		'fails-fast': {
			baseline: 'failing or warm start',
			factor: 1.25,
			plusMs: 1500,
			idle: { factor: 1.25, plusMs: 1500 },
			source: 'no retry is promised; four retries of 500 ms, as later builds do, do not fit',
		},
		'frees-port-on-shutdown': {
			baseline: 'none',
			factor: 1,
			plusMs: 6000,
			source: "the gateway's own shutdown budget of 5 s, after which it forces its exit, and 1 s for that",
		},
	},
	allowedLeftovers: [],
	pidGuards: [
		'{home}/.clawdbot/gateway.pid',
		'{home}/.clawdis/gateway.pid',
		'{home}/.openclaw/gateway.pid',
		'{home}/.gateway.pid',
		'{tmp}/clawdbot-gateway.pid',
		'{tmp}/gateway.pid',
	],
};
