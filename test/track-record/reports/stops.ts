import { openclaw, type TrackedReport } from '../reported.ts';
import { leftAfterStop, slowStop } from '../symptoms.ts';

const scenario = 'sigterm-with-clients-that-never-answer';

export const stops: readonly TrackedReport[] = [
	{
		repository: openclaw,
		number: 33149,
		says: 'clients that do not answer hold up the end of the server',
		version: '2026.3.2',
		build: 'openclaw@2026.3.13',
		scenario,
		symptom: slowStop,
	},
	{
		repository: openclaw,
		number: 33103,
		says: 'after a restart the old process still listens, and the new one fails',
		version: '2026.3.2',
		build: 'openclaw@2026.3.28',
		scenario,
		symptom: slowStop,
	},
	{
		repository: openclaw,
		number: 57582,
		says: 'a shutdown that times out leaves the lock file behind',
		version: '2026-03',
		build: 'openclaw@2026.3.28',
		scenario,
		symptom: leftAfterStop,
		note: 'the maintainers could not reproduce it',
	},
];
