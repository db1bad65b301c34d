import { openclaw, type TrackedReport } from '../reported.ts';
import { noPort, twoInOneHome } from '../symptoms.ts';

export const sharedHomes: readonly TrackedReport[] = [
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
