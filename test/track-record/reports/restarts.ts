import { openclaw, type TrackedReport } from '../reported.ts';
import { restartLost } from '../symptoms.ts';

export const restarts: readonly TrackedReport[] = [
	{
		repository: openclaw,
		number: 65668,
		says: 'under a supervisor that it does not know, SIGUSR1 leaves a detached successor that holds the port',
		version: '2026.4.12-beta.1',
		build: 'openclaw@2026.4.1',
		scenario: 'sigusr1-under-an-unknown-supervisor',
		symptom: restartLost,
	},
	{
		repository: openclaw,
		number: 19872,
		says: 'a restart of a supervised gateway whose marker is not known spawns a second one, and the two fight for the lock',
		version: '2026-02',
		build: 'openclaw@2026.2.21',
		scenario: 'sigusr1-under-an-unknown-supervisor',
		symptom: restartLost,
		note: 'told of launchd',
	},
	{
		repository: openclaw,
		number: 17125,
		says: 'under systemd SIGUSR1 starts the successor outside of the service',
		version: '2026.2.13, 2026.2.14',
		build: 'openclaw@2026.2.17',
		scenario: 'sigusr1-under-systemd',
		symptom: restartLost,
		note: 'neither of the two is published; 2026.2.17 is the next one',
	},
	{
		repository: openclaw,
		number: 85224,
		says: 'a supervisor’s marker that was inherited makes a restart end the gateway for good',
		version: '2026.5.19, 2026.5.20',
		build: 'openclaw@2026.4.29',
		scenario: 'sigusr1-with-an-inherited-marker',
		symptom: restartLost,
		note: 'told of launchd; here the marker of systemd',
	},
];
