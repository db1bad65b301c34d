import type { Contract } from './contract.ts';
import { causesAppended } from './lock-file-era.ts';
import { openclaw20260701 } from './openclaw-2026-07-01.ts';

const document = 'docs/gateway/gateway-lock.md in openclaw@2026.7.2-beta.7';

/** E5: the state folder has an owner; database files that no clean stop removes hold the locks. */
export const openclaw20260715: Contract = {
	...openclaw20260701,
	id: 'openclaw-2026-07-15',
	title: 'OpenClaw 2026.7.2-beta.1 to 2026.8.1-beta.3: the state folder has one owner; locks in the temp folder',
	source: document,
	builds: [
		{ name: 'openclaw', from: '2026.7.2-beta.1', to: '2026.7.2' },
		{ name: 'openclaw', from: '2026.8.1-beta.1', to: '2026.8.1-beta.99' },
	],
	clauses: {
		...openclaw20260701.clauses,
		'single-instance': {
			quote:
				'only one gateway process should own a state directory; run additional gateways with isolated profiles, state directories, configs, and ports',
			judged: openclaw20260701.clauses['single-instance'].judged,
		},
		'rebinds-immediately': {
			quote: 'if a lock file is missing or the recorded owner process is gone, startup reclaims the lock and continues',
			judged: openclaw20260701.clauses['rebinds-immediately'].judged,
		},
		'era:one-per-state': {
			quote: 'only one gateway process should own a state directory',
			judged: 'two instances with the same home never listen at the same time, whatever their ports',
		},
		'era:reclaims-lock': {
			quote: 'if a lock file is missing or the recorded owner process is gone, startup reclaims the lock and continues',
			judged: 'once a later start listens, no lock names a dead owner of before',
		},
	},
	allowedLeftovers: [
		{
			glob: 'tmp/openclaw-*/gateway.{state.,}????????.lock',
			after: ['crash'],
			source: `${document}: removed on shutdown`,
		},
		{
			glob: 'tmp/openclaw-*/*.lock.sqlite{,-journal,-wal,-shm}',
			source: `${document}: a SQLite coordinator, whose transaction a crash ends by itself`,
		},
	],
	contradictions: [causesAppended],
	checkedOn: [
		{
			build: 'openclaw@2026.7.2-beta.7',
			saw: 'five cases: every lock, message and exit code as promised; one home serves one port only',
		},
	],
};
