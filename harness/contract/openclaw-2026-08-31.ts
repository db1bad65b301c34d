import type { Contract } from './contract.ts';
import { causesAppended } from './lock-file-era.ts';
import { openclaw20260715 } from './openclaw-2026-07-15.ts';

const document = 'docs/gateway/gateway-lock.md in openclaw@2026.8.2';

/** E6: the locks move into the state folder, with an outer one in /tmp that the document does not know. */
export const openclaw20260831: Contract = {
	...openclaw20260715,
	id: 'openclaw-2026-08-31',
	title: 'OpenClaw 2026.8.1 to 2026.9.4: the locks lie in the state folder',
	source: document,
	builds: [{ name: 'openclaw', from: '2026.8.1', to: '2026.9.4' }],
	allowedLeftovers: [
		{
			glob: 'home/*/.openclaw/tmp/openclaw-*/gateway.{state,????????}.lock',
			after: ['crash'],
			source: `${document}: on shutdown the gateway removes its state and config lock files`,
		},
		{
			glob: 'home/*/.openclaw/tmp/openclaw-*/*.lock.sqlite{,-journal,-wal,-shm}',
			source: `${document}: SQLite coordinators live under $OPENCLAW_STATE_DIR/tmp/openclaw-<uid>`,
		},
	],
	exitCodes: [
		{
			of: 'refused',
			codes: [1],
			source: 'docs/gateway/embedding.md in openclaw@2026.8.2: code 78 is for configuration-class startup failures',
		},
		...(openclaw20260715.exitCodes ?? []).filter((rule) => rule.of === 'stopped'),
	],
	contradictions: [
		causesAppended,
		{
			clause: 'exact-error-in-use',
			when: 'already owns this state directory|Doctor could not enter maintenance|failed to acquire gateway state ownership',
			document: 'GatewayLockError("gateway already running (pid <pid>); lock timeout after <ms>ms")',
			code: 'a second gateway is refused by a check before the locks, in other words and without the wait',
			source: document,
		},
		{
			clause: 'no-stale-lock',
			when: 'openclaw-state-locks-',
			document: 'an overridden state directory therefore owns its complete lock tree',
			code: 'the outermost lock lies in /tmp/openclaw-state-locks-<uid>, whatever the state folder and TMPDIR are',
			source: document,
		},
		{
			clause: 'era:exit-code',
			when: 'exit code 78',
			document: 'Gateway startup uses exit code 78 for configuration-class startup failures; retry once after doctor',
			code: 'a second gateway on the same state folder exits with 78 since 2026.9.4',
			source: 'docs/gateway/embedding.md in openclaw@2026.8.2',
		},
	],
	checkedOn: [
		{
			build: 'openclaw@2026.8.2',
			saw: 'five cases: the outer lock in /tmp stays, and who shares a home is refused in other words; all else holds',
		},
		{
			build: 'openclaw@2026.9.4',
			saw: 'a start, a second one with the same home, a stop: the second exits with 78 and is told who owns the folder; the stop leaves the databases of the locks, and no lock',
		},
	],
};
