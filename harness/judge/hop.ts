import type { Contract } from '../contract/contract.ts';
import type { Limit } from '../contract/limits.ts';
import { limitMsOf } from './clause-judge.ts';
import { settledElsewhere } from './elsewhere.ts';
import { isNearlyInUse } from './refusal.ts';
import type { Instance, Listen, Story } from './story-model.ts';

/**
 * The listener on another port that an instance chose instead of the one it was told (or the default). Not every other listener is one:
 * gateways have side ports, and a loser may hold those while it is being refused.
 */
export function hopOf(
	story: Story,
	contract: Contract,
	limits: readonly Limit[],
	instance: Instance,
): Listen | undefined {
	if (instance.listens.some((each) => each.port === instance.port)) return undefined;
	const limitMs = Math.max(limitMsOf(limits, 'binds-at-startup'), limitMsOf(limits, 'fails-fast')) * instance.slowdown;
	const elsewhere = settledElsewhere(story, contract, instance, limitMs);
	if (elsewhere === undefined) return undefined;
	const served = elsewhere.listens.find((each) => instance.readies.some((ready) => ready.port === each.port));
	if (served !== undefined) return served;
	return isNearlyInUse(contract, instance) ? undefined : elsewhere.listens[0];
}
