import { openclaw, type TrackedReport } from '../reported.ts';
import { leaseOfTheDead } from '../symptoms.ts';

export const firstStarts: readonly TrackedReport[] = [
	{
		repository: openclaw,
		number: 111972,
		says: 'a start that was killed in its migrations holds up the next ones for five minutes',
		version: '2026.7.1',
		build: 'openclaw@2026.7.1',
		scenario: 'sigkill-in-the-first-migrations',
		symptom: leaseOfTheDead,
		laterBuild: 'openclaw@2026.8.2',
	},
	{
		repository: openclaw,
		number: 114718,
		says: 'the lease of the migrations names no owner, so that nobody sees that it is dead',
		version: '2026-07',
		build: 'openclaw@2026.7.1',
		scenario: 'sigkill-in-the-first-migrations',
		symptom: leaseOfTheDead,
		laterBuild: 'openclaw@2026.8.2',
	},
	{
		repository: openclaw,
		number: 108441,
		says: 'a gateway that crashes again and again keeps the lease, and a healthy one never starts',
		version: '2026.7.1',
		build: 'openclaw@2026.7.1',
		scenario: 'sigkill-in-the-first-migrations',
		symptom: leaseOfTheDead,
		laterBuild: 'openclaw@2026.8.2',
	},
	{
		repository: openclaw,
		number: 132317,
		says: 'a SIGTERM that comes before the handlers leaves the lease behind',
		version: '2026.7.1-2',
		build: 'openclaw@2026.7.1',
		scenario: 'sigterm-in-the-first-migrations',
		symptom: leaseOfTheDead,
	},
];
