import type { Contract } from '../contract/contract.ts';
import { wasDisruptedBefore } from './life.ts';
import { isNearlyInUse } from './refusal.ts';
import type { Instance, Listen } from './story-model.ts';

/**
 * The listener on another port that an instance chose instead of the one it was told. Not every other listener is one:
 * gateways have side ports, and a loser may hold those while it is being refused.
 */
export function hopOf(contract: Contract, instance: Instance): Listen | undefined {
	if (!instance.explicitPort) return undefined;
	if (instance.listens.some((each) => each.port === instance.port)) return undefined;
	const served = instance.listens.find((each) => instance.readies.some((ready) => ready.port === each.port));
	if (served !== undefined && !wasDisruptedBefore(instance, served.from)) return served;
	const stays = instance.gaveUps.some((each) => each.state.startsWith('alive'));
	if (!stays || isNearlyInUse(contract, instance)) return undefined;
	const first = instance.listens[0];
	return first !== undefined && !wasDisruptedBefore(instance, first.from) ? first : undefined;
}
