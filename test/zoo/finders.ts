import type { FixtureProgram } from '../../fixtures/programs.ts';
import { explorers, fileOf, type ZooRecord } from './record.ts';

/** Scenarios with two starts and no wait of their own: where one of them finds a gateway, no other is needed. */
const cheapest = ['second-instance-while-the-holder-runs', 'sigterm-when-idle', 'sigkill-when-ready'];

/** A scenario may hit another moment of a gateway than usual on a busy machine; then one of the next ones must find it. */
const most = 3;

/**
 * The scenarios that must find this known-bad gateway, the cheapest first: those that the record names. None when only an
 * explorer finds it. Pure.
 */
export function findersOf({ name }: Pick<FixtureProgram, 'name'>, record: ZooRecord): string[] {
	const finders = (record[name]?.scenarios ?? [])
		.filter((scenario) => fileOf(scenario) !== explorers)
		.map((scenario) => scenario.slice(scenario.indexOf('/') + 1));
	const first = cheapest.filter((id) => finders.includes(id));
	return [...new Set([...first, ...finders])].slice(0, most);
}
