import { openclaw, type TrackedReport } from '../reported.ts';
import { modeChanged, unsafeTemp } from '../symptoms.ts';

export const tempFolders: readonly TrackedReport[] = [
	...[101224, 103190].map((number) => ({
		repository: openclaw,
		number,
		says: 'a start takes the shared temp folder for itself, and other programs lose it',
		version: '2026.6.11',
		build: 'openclaw@2026.6.11',
		scenario: 'shared-temp-folder-keeps-its-mode',
		symptom: modeChanged,
		laterBuild: 'openclaw@2026.7.1',
	})),
	...[27860, 27878].map((number) => ({
		repository: openclaw,
		number,
		says: 'with umask 0002 the folder that holds the lock is made writable for the group, and refused by the next start',
		version: '2026-02',
		build: 'openclaw@2026.3.13',
		scenario: 'group-writable-temp-folder-then-starts-again',
		symptom: unsafeTemp,
	})),
	{
		repository: openclaw,
		number: 66867,
		says: 'of two that start at once with a temp folder to mend, one takes it for unsafe',
		version: '2026.4.9 – 2026.4.14',
		build: 'openclaw@2026.4.1',
		scenario: 'group-writable-temp-folder-then-starts-twice-at-once',
		symptom: unsafeTemp,
	},
];
