import type { Contract } from './contract.ts';
import { openclaw20260831 } from './openclaw-2026-08-31.ts';

const document = 'docs/gateway/gateway-lock.md in openclaw@2026.9.6';

/** E7: a successor waits for its predecessor's ownership. */
export const openclaw20260918: Contract = {
	...openclaw20260831,
	id: 'openclaw-2026-09-18',
	title: 'OpenClaw 2026.9.5 and later: a successor waits for its predecessor',
	source: document,
	builds: [{ name: 'openclaw', from: '2026.9.5' }],
	contradictions: [
		...(openclaw20260831.contradictions ?? []).map((each) => ({
			...each,
			source: each.source.replace('2026.8.2', '2026.9.6'),
		})),
		{
			clause: 'fails-fast',
			when: 'Doctor could not enter maintenance|requires state migration',
			document: 'startup waits up to five minutes for another OpenClaw process to release lifecycle ownership',
			code: 'a second gateway is told at once that the state needs a migration (2026.9.6)',
			source: document,
		},
	],
	checkedOn: [
		{
			build: 'openclaw@2026.9.6',
			saw: 'five cases: as 2026.8.2, with exit code 78, other words again, and a folder named terminal-upload-lock that stays',
		},
	],
};
