import type { TrackedReport } from './reported.ts';

const openclaw = 'openclaw/openclaw';

/** The launcher of its own builds dies, its child lives on. */
const orphan = { clause: 'rebinds-immediately', says: /port \d+ is still held by pid \d+ of g1/ } as const;
const leftAfterStop = { clause: 'no-stale-lock', says: /gateway\.[0-9a-f]{8}\.lock was left behind/ } as const;
const slowStop = { clause: 'frees-port-on-shutdown', says: /to be gone after SIGTERM/ } as const;
const exitZero = { clause: 'era:exit-code', says: /exited with exit code 0/ } as const;
/** Of builds whose document does not speak of exit codes. */
const losesWithZero = { clause: 'fails-fast', says: /exited with code 0/ } as const;
const leaseOfTheDead = { clause: 'scenario:expectation', says: /startup migrations/ } as const;
const takenForRunning = { clause: 'scenario:expectation', says: /already running/ } as const;
const twoInOneHome = {
	clause: 'era:one-per-state',
	says: /both listened at the same time, with the same home/,
} as const;
const refusedStart = { clause: 'rebinds-immediately', says: /could not listen|did not listen|exited|refused/ } as const;
const restartLost = { clause: 'scenario:expectation', says: /expected g\d to listen on/ } as const;
const killedByStart = { clause: 'holder-undisturbed', says: /the holder g1 stopped listening/ } as const;
const unsafeTemp = { clause: 'scenario:expectation', says: /Unsafe fallback/ } as const;
const modeChanged = { clause: 'scenario:expectation', says: /the mode of \/tmp/ } as const;
const noPort = { clause: 'scenario:expectation', says: /to contain '\d+'/ } as const;

/** Public reports about the lock, by what they tell. */
export const reports: readonly TrackedReport[] = [
	...lockFilesLeft(),
	...ownersThatAreNone(),
	...orphans(),
	...restarts(),
	...losers(),
	...sharedHomes(),
	...stops(),
	...firstStarts(),
	...tempFolders(),
];

function lockFilesLeft(): TrackedReport[] {
	return [
		{
			repository: openclaw,
			number: 9460,
			says: 'after a stop the lock file is still there',
			version: '2026-02',
			build: 'openclaw@2026.2.21',
			scenario: 'sigterm-when-idle',
			symptom: leftAfterStop,
			note: 'a stop by SIGTERM, as a service manager sends it; the next start reclaims the file',
			laterBuild: 'openclaw@2026.3.28',
		},
		{
			repository: 'netease-youdao/LobsterAI',
			number: 2436,
			says: 'a kill in the middle of writing leaves an empty lock file, which keeps all starts of the next 30 s out',
			version: '2026-08',
			build: 'openclaw@2026.8.2',
			scenario: 'empty-lock-file-after-a-crash',
			symptom: takenForRunning,
		},
		{
			repository: openclaw,
			number: 3030,
			says: 'a waiter gives up after 10 s, while a lock counts as stale only after 30 s',
			version: '2026-01',
			build: 'openclaw@2026.1.29',
			scenario: 'empty-lock-file-after-a-crash',
			symptom: takenForRunning,
			note: 'told of session locks; the gateway’s own lock waits 5 s and has the same 30 s',
		},
		{
			repository: openclaw,
			number: 144171,
			says: 'a folder that a killed reclaim left beside the lock keeps every later start out',
			version: '2026-09',
			build: 'openclaw@2026.9.6',
			scenario: 'reclaim-guard-left-by-a-crash',
			symptom: refusedStart,
			note: 'told of Windows',
		},
		{
			repository: openclaw,
			number: 57032,
			says: 'a crash before the handlers are registered delays the next start by up to 30 s',
			version: '2026-03',
			build: 'openclaw@2026.3.28',
			scenario: 'matrix-lock-seen-sigkill',
			symptom: refusedStart,
		},
		{
			repository: 'OpenRouterLabs/spawn',
			number: 2587,
			says: 'the first start after a SIGKILL ends in a lock timeout',
			version: '2026-03',
			build: 'openclaw@2026.3.28',
			scenario: 'sigkill-under-systemd',
			symptom: refusedStart,
			note: 'told of a very slow machine',
		},
	];
}

function ownersThatAreNone(): TrackedReport[] {
	return [
		{
			repository: openclaw,
			number: 1572,
			says: 'the pid of the dead holder belongs to another program, and no start gets past it',
			version: '2026-01, before 2026.1.23',
			build: 'clawdbot@2026.1.24-3',
			scenario: 'pid-reused-by-another-program',
			symptom: refusedStart,
			note: 'older builds are not published; the fix is in this one',
		},
		{
			repository: openclaw,
			number: 23760,
			says: 'a holder that is dead and not reaped keeps every start out',
			version: '2026-02',
			build: 'openclaw@2026.2.21',
			scenario: 'zombie-holder-that-had-no-launcher',
			symptom: takenForRunning,
			note: 'the build’s own launcher would reap it, and is left out by OPENCLAW_NO_RESPAWN',
			laterBuild: 'openclaw@2026.3.28',
		},
		{
			repository: openclaw,
			number: 4015,
			says: 'a live holder in another container counts as dead, since its pid is not seen',
			version: '2026-01',
			build: 'clawdbot@2026.1.24-3',
			scenario: 'one-home-in-two-containers',
			symptom: twoInOneHome,
		},
		{
			repository: openclaw,
			number: 104224,
			says: 'a second start takes the lock of a first one that does not listen yet',
			version: '2026-07',
			build: 'openclaw@2026.7.1',
			scenario: 'second-instance-before-the-first-listens',
			symptom: { clause: 'scenario:expectation', says: /the lock of the first one/ },
			laterBuild: 'openclaw@2026.7.2-beta.7',
		},
		{
			repository: openclaw,
			number: 29457,
			says: 'connections in TIME_WAIT keep the port busy after a restart',
			version: '2026-02',
			build: 'openclaw@2026.2.21',
			scenario: 'crash-leaves-time-wait',
			symptom: refusedStart,
			note: 'disputed',
		},
		{
			repository: openclaw,
			number: 32035,
			says: 'a start fails as “already listening” when only ::1 is taken',
			version: '2026-03',
			build: 'openclaw@2026.3.13',
			scenario: 'not-busy-ipv6-loopback',
			symptom: { clause: 'binds-at-startup', says: /already listening/ },
		},
	];
}

function orphans(): TrackedReport[] {
	const scenario = 'sigkill-of-the-launcher-alone';
	const laterBuild = 'openclaw@2026.4.29';
	return [
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
}

function restarts(): TrackedReport[] {
	return [
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
}

function losers(): TrackedReport[] {
	return [
		{
			repository: openclaw,
			number: 110306,
			says: 'beside an unrelated HTTP server on the port a start fails and exits with 0',
			version: '2026.7.2',
			build: 'openclaw@2026.7.1',
			scenario: 'port-held-by-an-http-server-on-127-0-0-1',
			symptom: exitZero,
			laterBuild: 'openclaw@2026.7.2-beta.7',
		},
		{
			repository: openclaw,
			number: 110310,
			says: 'a port that another program occupies ends a start with 0',
			version: '2026-07',
			build: 'openclaw@2026.6.11',
			scenario: 'port-held-by-an-http-server-on-127-0-0-1',
			symptom: exitZero,
			laterBuild: 'openclaw@2026.7.2-beta.7',
		},
		{
			repository: openclaw,
			number: 68011,
			says: 'a start beside a running gateway boots a second one before it gives up',
			version: '2026.3.31',
			build: 'openclaw@2026.3.31',
			scenario: 'second-instance-while-the-holder-runs',
			symptom: { clause: 'fails-fast', says: /g2 could not have its port/ },
		},
		{
			repository: openclaw,
			number: 75115,
			says: 'the loser of the port does not exit with 78, so that systemd starts it again and again',
			version: '2026.4.26',
			build: 'openclaw@2026.4.1',
			scenario: 'other-homes-one-port',
			symptom: losesWithZero,
		},
		{
			repository: openclaw,
			number: 75144,
			says: 'a start that finds the port taken exits with 0',
			version: '2026.4.26',
			build: 'openclaw@2026.4.1',
			scenario: 'other-homes-one-port',
			symptom: losesWithZero,
		},
		{
			repository: openclaw,
			number: 79224,
			says: 'while the holder hangs, starts under systemd wait for it without an end',
			version: '2026.5.5 – 2026.5.7',
			build: 'openclaw@2026.4.29',
			scenario: 'second-instance-under-systemd-while-the-holder-is-frozen',
			symptom: { clause: 'fails-fast', says: /still lived after/ },
		},
		{
			repository: openclaw,
			number: 83489,
			says: 'a service that starts kills the healthy gateway of the other service as stale, before any lock decides',
			version: '2026.5.5, 2026.5.12',
			build: 'openclaw@2026.4.29',
			scenario: 'second-instance-as-the-installed-service',
			symptom: killedByStart,
		},
		{
			repository: 'ID-Robots/clawbox',
			number: 141,
			says: 'a system unit and a user unit end each other’s gateway at boot',
			version: '2026.5.5, 2026.5.12',
			build: 'openclaw@2026.4.29',
			scenario: 'second-instance-as-the-installed-service',
			symptom: killedByStart,
		},
		{
			repository: openclaw,
			number: 124653,
			says: 'a second start changes files of the running gateway before it is refused',
			version: '2026-08',
			build: 'openclaw@2026.7.2-beta.7',
			scenario: 'second-instance-while-the-holder-runs',
			symptom: { clause: 'holder-undisturbed', says: /changed files of the holder/ },
			laterBuild: 'openclaw@2026.8.2',
		},
	];
}

function sharedHomes(): TrackedReport[] {
	return [
		{
			repository: openclaw,
			number: 10061,
			says: 'several gateways on one data folder all answer, since nothing that they share is locked',
			version: '2026.2.3-1',
			build: 'openclaw@2026.1.29',
			scenario: 'one-home-two-config-files',
			symptom: twoInOneHome,
		},
		{
			repository: openclaw,
			number: 69738,
			says: 'two gateways with one home and two config files run each job twice',
			version: '2026-04',
			build: 'openclaw@2026.4.1',
			scenario: 'one-home-two-config-files',
			symptom: twoInOneHome,
			laterBuild: 'openclaw@2026.8.2',
		},
		{
			repository: openclaw,
			number: 99625,
			says: 'two gateways with one data folder, on two ports, get in each other’s way',
			version: '2026-07',
			build: 'openclaw@2026.7.1',
			scenario: 'same-home-on-another-port',
			symptom: twoInOneHome,
			laterBuild: 'openclaw@2026.8.2',
		},
		{
			repository: openclaw,
			number: 43752,
			says: 'the port of `--port` is not in the lock, so that tools look for the gateway elsewhere',
			version: '2026-03',
			build: 'openclaw@2026.3.13',
			scenario: 'lock-names-its-port',
			symptom: noPort,
			laterBuild: 'openclaw@2026.7.1',
		},
		{
			repository: openclaw,
			number: 73338,
			says: 'the lock does not record the port that the gateway runs on',
			version: '2026-04',
			build: 'openclaw@2026.4.1',
			scenario: 'lock-names-its-port',
			symptom: noPort,
			laterBuild: 'openclaw@2026.7.1',
		},
	];
}

function stops(): TrackedReport[] {
	const scenario = 'sigterm-with-clients-that-never-answer';
	return [
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
}

function firstStarts(): TrackedReport[] {
	return [
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
}

function tempFolders(): TrackedReport[] {
	return [
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
}
