import type { OwnFinding } from './reported.ts';

/** What our own runs showed, and no report of the corpus names. */
export const ownFindings: readonly OwnFinding[] = [
	{
		id: 'host-name-changed',
		says: 'After a crash the next start under another host name (a container that was made anew) is kept out by the lease of the dead one.',
		build: 'openclaw@2026.9.6',
		scenario: 'host-name-changed-after-a-crash',
		symptom: { clause: 'rebinds-immediately', says: /could not listen|lease|exited/ },
	},
	{
		id: 'nobody-is-there-and-it-exits-with-zero',
		says: 'Beside an empty lock file that a crash left a start gives up and exits with 0, though no gateway runs: whoever starts it believes that one does.',
		build: 'openclaw@2026.7.1',
		scenario: 'empty-lock-file-after-a-crash',
		symptom: { clause: 'rebinds-immediately', says: /exited \(exit code 0\) instead of listening/ },
	},
	{
		id: 'full-accept-queue-taken-for-a-free-port',
		says: 'A holder whose accept queue is full loses its lock file to the next start, though it still listens.',
		build: 'openclaw@2026.3.28',
		scenario: 'second-instance-while-the-accept-queue-is-full',
		symptom: { clause: 'holder-undisturbed', says: /changed files of the holder g1: tmp\/openclaw-0\/gateway\./ },
	},
	{
		id: 'cause-appended-for-a-foreign-occupant',
		says: 'The message for a port that is in use has the causes below the error appended to it.',
		build: 'openclaw@2026.9.6',
		scenario: 'port-held-by-an-http-server-on-127-0-0-1',
		symptom: { clause: 'foreign-occupant', says: /EADDRINUSE|exact message/ },
	},
];
