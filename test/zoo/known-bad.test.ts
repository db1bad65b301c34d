import { brokenGateways } from '../../fixtures/programs.ts';
import { finderOf } from './finders.ts';
import { judgeGateways } from './judge-gateways.ts';
import { readRecord } from './record.ts';

const record = readRecord();

judgeGateways(
	'each known-bad gateway is found by its clause and by no other, in the scenario that must catch it',
	brokenGateways().filter((program) => finderOf(program, record) !== null),
	{
		planOf: (program) => ({ rounds: [[finderOf(program, record) ?? '']], wanted: null }),
		// One case; a start that hangs takes some seconds, and some scenarios start the gateway twenty times.
		timeoutMs: 300_000,
	},
);
