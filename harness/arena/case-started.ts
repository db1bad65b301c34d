import type { Contract } from '../contract/contract.ts';
import { type EventOf, timelineSchemaVersion } from '../timeline/events.ts';
import type { Arena } from './arena.ts';
import { describeIsolation } from './isolation.ts';
import type { RunContext } from './run-context.ts';

/** What a case is called, and what it asserts. */
export type CaseNames = Pick<EventOf<'case-started'>, 'caseId' | 'scenario' | 'title' | 'asserts'>;

/** The first event of a record: what is judged, by what, and where. Pure. */
export function caseStarted(
	names: CaseNames,
	{ context, contract, arena }: { readonly context: RunContext; readonly contract: Contract; readonly arena: Arena },
): Omit<EventOf<'case-started'>, 't'> {
	return {
		type: 'case-started',
		schema: timelineSchemaVersion,
		...names,
		gateway: context.gateway.text,
		contract: contract.id,
		seed: context.seed,
		limits: context.limits,
		isolation: describeIsolation(context.isolation, context.capabilities['ipc-objects']),
		host: contract.host,
		port: arena.port,
		// Whoever lets none in is not measured to the end.
		...(context.baseline === null ? {} : { letClientsIn: true }),
		...(context.clientLifeMs === null ? {} : { clientLifeMs: context.clientLifeMs }),
	};
}
