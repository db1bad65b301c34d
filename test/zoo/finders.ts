import type { FixtureProgram } from '../../fixtures/programs.ts';
import { explorers, fileOf, type ZooRecord } from './record.ts';

/** Scenarios with two starts and no wait of their own: where one of them finds a gateway, no other is needed. */
const cheapest = ['second-instance-while-the-holder-runs', 'sigterm-when-idle', 'sigkill-when-ready'];

/**
 * The scenario that must find this known-bad gateway: of those that the record names, the cheapest. Null when only an
 * explorer finds it. Pure.
 */
export function finderOf({ name }: Pick<FixtureProgram, 'name'>, record: ZooRecord): string | null {
	const finders = (record[name]?.scenarios ?? [])
		.filter((scenario) => fileOf(scenario) !== explorers)
		.map((scenario) => scenario.slice(scenario.indexOf('/') + 1));
	return cheapest.find((id) => finders.includes(id)) ?? finders[0] ?? null;
}
