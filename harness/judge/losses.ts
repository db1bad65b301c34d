import type { Contract } from '../contract/contract.ts';
import type { Limit } from '../contract/limits.ts';
import { addressesConflict } from './addresses.ts';
import { hopOf } from './hop.ts';
import {
	hasCrashedBy,
	isOutOfPlayAt,
	isUnclearAt,
	lifeEnd,
	ownListens,
	storyEndOf,
	wasDisruptedBefore,
} from './life.ts';
import { blocks } from './occupants.ts';
import type { Instance, Occupant, Story } from './story-model.ts';

/** An instance that had to be refused, because somebody else really held its port during its life. */
export interface Loss {
	readonly loser: Instance;
	readonly holders: readonly Instance[];
	readonly occupants: readonly Occupant[];
	/** From when on it had to be refused: its spawn, or when the holder began to listen. */
	readonly since: number;
}

/** Every loser of the case. */
export function lossesOf(story: Story, contract: Contract, limits: readonly Limit[]): Loss[] {
	return story.instances.flatMap((instance) => lossOf(story, contract, limits, instance) ?? []);
}

function lossOf(story: Story, contract: Contract, limits: readonly Limit[], loser: Instance): Loss | undefined {
	if (!neverGotIn(loser, contract.host)) return undefined;
	const end = storyEndOf(story, loser);
	if (wasDisruptedBefore(loser, decidedAt(story, loser))) return undefined;
	const rivals = story.instances.filter(
		(each) =>
			each !== loser &&
			each.port === loser.port &&
			each.spawnedAt < end &&
			lifeEnd(story, each) > loser.spawnedAt &&
			!hasCrashedBy(each, loser.spawnedAt),
	);
	if (rivals.some((each) => isUnclearAt(each, loser.spawnedAt))) return undefined;
	if (hopOf(story, contract, limits, loser) !== undefined) return undefined;

	const holds = (instance: Instance, isMeant: (from: number, to: number) => boolean) =>
		ownListens(instance, contract.host).some((each) => isMeant(each.from, each.to));
	// Who came later than a loser that listened after all had no part in its being late.
	const ownFrom = Math.min(...ownListens(loser, contract.host).map((each) => each.from));
	let holders = rivals.filter((each) =>
		holds(each, (from, to) => from < end && from < ownFrom && to > loser.spawnedAt),
	);
	const occupants = story.occupants.filter(
		(each) => blocks(each, loser.port, contract.host) && each.from < end && each.to > loser.spawnedAt,
	);
	if (holders.length + occupants.length === 0) {
		// The refused one may be gone before a scan sees the listener of the one that won the race.
		holders = rivals.filter(
			(each) => !isOutOfPlayAt(each, end) && holds(each, (from) => from >= end && from < ownFrom),
		);
	}
	if (holders.length + occupants.length === 0) return undefined;
	const begins = [
		...occupants.map((each) => each.from),
		...holders.flatMap((each) => ownListens(each, contract.host).map((listen) => listen.from)),
	];
	return { loser, holders, occupants, since: Math.max(loser.spawnedAt, Math.min(...begins)) };
}

/** When the refusal was over, or was given up on; what hits the loser later does not matter. */
function decidedAt(story: Story, loser: Instance): number {
	const gaveUp = loser.gaveUps.find((each) => each.state.startsWith('alive'));
	return Math.min(loser.exited?.t ?? story.endsAt, loser.gone?.t ?? story.endsAt, gaveUp?.t ?? story.endsAt);
}

/** Waiting until the port is free and then starting is no refusal, but it is when the harness had given up before. */
function neverGotIn(instance: Instance, host: string): boolean {
	const firstListen = instance.listens.find(
		(each) =>
			each.port === instance.port && (addressesConflict(each.address, host) || isServed(instance, each.address)),
	);
	if (firstListen === undefined) return true;
	return instance.gaveUps.some((each) => each.state.startsWith('alive') && each.t < firstListen.from);
}

/** It serves its base port at another address: a second gateway, not a refused one. */
function isServed(instance: Instance, address: string): boolean {
	return instance.readies.some((each) => each.port === instance.port && each.address === address);
}
