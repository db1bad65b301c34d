import { openclaw, type TrackedReport } from '../reported.ts';
import { orphan } from '../symptoms.ts';

const scenario = 'sigkill-of-the-launcher-alone';
const laterBuild = 'openclaw@2026.4.29';

export const orphans: readonly TrackedReport[] = [
	{
		repository: openclaw,
		number: 8069,
		says: 'an orphan of an earlier start holds the port, and the service restarts for ever',
		version: '2026.2.1',
		build: 'openclaw@2026.1.29',
		scenario,
		symptom: orphan,
		laterBuild,
	},
	{
		repository: openclaw,
		number: 47746,
		says: 'after kill -9 an orphan keeps the port, and the service does not come back',
		version: '2026.3.13',
		build: 'openclaw@2026.3.13',
		scenario,
		symptom: orphan,
		laterBuild,
	},
	{
		repository: openclaw,
		number: 79534,
		says: 'the child of the wrapper survives it and keeps the port',
		version: '2026.3.x → 2026.5.7',
		build: 'openclaw@2026.3.28',
		scenario,
		symptom: orphan,
		laterBuild,
		note: 'on the older of the two versions; the newer one has no wrapper of its own',
	},
	{
		repository: openclaw,
		number: 97767,
		says: 'the death of the wrapper by SIGKILL is not passed on to its child',
		version: '2026.3 → 2026.5.7',
		build: 'openclaw@2026.3.28',
		scenario,
		symptom: orphan,
		laterBuild,
	},
	{
		repository: openclaw,
		number: 72846,
		says: 'after a SIGKILL the service waits 5 s again and again for the lock',
		version: '2026.4.25',
		build: 'openclaw@2026.4.1',
		scenario: 'sigkill-of-the-launcher-under-systemd',
		symptom: orphan,
		note: 'the signal hits the main process alone; when it hits all, the next start comes up at once',
		laterBuild,
	},
];
