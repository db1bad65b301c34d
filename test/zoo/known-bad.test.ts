import { brokenGateways } from '../../fixtures/programs.ts';
import { findersOf } from './finders.ts';
import { judgeGateways } from './judge-gateways.ts';
import { readRecord } from './record.ts';

const record = readRecord();

/** It starts its gateway 21 times, most others start theirs twice. */
const manyStarts = 'crash-then-20-restarts-in-a-row';

judgeGateways(
	'each known-bad gateway is found by its clause and by no other, in the scenario that must catch it',
	brokenGateways().filter((program) => findersOf(program, record).length > 0),
	{
		planOf: (program) => ({
			rounds: findersOf(program, record).map((finder) => [finder]),
			wanted: program.header.breaks ?? null,
		}),
		costOf: (program) => (findersOf(program, record)[0] === manyStarts ? 10 : 1),
		// One case or a few; a start that hangs takes some seconds, and some scenarios start the gateway twenty times.
		timeoutMs: 600_000,
	},
);
