import { addressesConflict } from './addresses.ts';
import type { Fault, Instance, Listen, Story } from './story-model.ts';

/** When nothing of the instance was left, or the end of the record. */
export function lifeEnd(story: Story, instance: Instance): number {
	return instance.gone?.t ?? story.endsAt;
}

/** When an instance had done all that it was waited for: left, was given up, or the record ended. */
export function storyEndOf(story: Story, instance: Instance): number {
	return instance.gone?.t ?? instance.exited?.t ?? instance.gaveUps.at(-1)?.t ?? story.endsAt;
}

export function livesOverlap(story: Story, one: Instance, other: Instance): boolean {
	return one.spawnedAt < lifeEnd(story, other) && other.spawnedAt < lifeEnd(story, one);
}

/** Listeners by which the instance serves, or blocks, `host` on its base port. */
export function ownListens(instance: Instance, host: string): readonly Listen[] {
	return instance.listens.filter((each) => each.port === instance.port && addressesConflict(each.address, host));
}

/** Longer than a mere try takes: those of clawdbot and openclaw were seen for 1 to 26 ms. */
const triedAtMostMs = 1_000;

/** Whether an instance served on an address, or at least listened there for so long that it counts. */
export function wasServed(instance: Instance, { from, to }: Listen): boolean {
	return to - from >= triedAtMostMs || instance.readies.some(({ t }) => t <= to);
}

/** Whether a start that failed with an error only tried the address, as some do to find out who holds the port. */
export function isMereTry(instance: Instance, listen: Listen): boolean {
	const { exited } = instance;
	return exited !== undefined && exited.code !== null && exited.code !== 0 && !wasServed(instance, listen);
}

/**
 * Listeners by which a start came to its port. A start that failed by itself and had only tried the address never did: it
 * was refused, whatever the one look at the kernel's table caught. Whom a fault or a newcomer may have ended did listen.
 */
export function gotInBy(story: Story, instance: Instance, host: string): readonly Listen[] {
	const listens = ownListens(instance, host);
	const { exited } = instance;
	if (exited === undefined || mayHaveBeenEndedBefore(instance, exited.t)) return listens;
	const hasNewcomer = (since: number) =>
		story.instances.some((each) => each.spawnedAt >= since && each.spawnedAt <= exited.t);
	return listens.filter((each) => !isMereTry(instance, each) || hasNewcomer(each.from));
}

/** What keeps an instance from doing what it would do. Thawing does not. */
export function isDisruptive(fault: Fault): boolean {
	return fault.effect !== 'thaw';
}

/** Whether a fault of its own may have ended it. Who stands still for a while is not ended by that. */
function mayHaveBeenEndedBefore({ faults, ...rest }: Instance, t: number): boolean {
	return wasDisruptedBefore({ ...rest, faults: faults.filter(({ effect }) => effect !== 'freeze') }, t);
}

/** Whether a fault of its own may explain what the instance did, or did not do, until `t`. */
export function wasDisruptedBefore(instance: Instance, t: number): boolean {
	return instance.faults.some(
		(fault) =>
			isDisruptive(fault) && (fault.effect === 'bind-failure' || (fault.firedAt !== undefined && fault.firedAt <= t)),
	);
}

/** Killed for sure, whatever may be left of its tree. */
export function hasCrashedBy(instance: Instance, t: number): boolean {
	return instance.faults.some(
		(fault) => fault.effect === 'crash' && fault.provedAt !== undefined && (fault.firedAt ?? fault.provedAt) <= t,
	);
}

/** Hit by something that should have ended it, but without proof: it may live or not. */
export function isUnclearAt(instance: Instance, t: number): boolean {
	if (instance.gone !== undefined && instance.gone.t <= t) return false;
	return instance.faults.some(
		(fault) =>
			(fault.effect === 'crash' || fault.effect === 'graceful-stop') &&
			fault.provedAt === undefined &&
			fault.firedAt !== undefined &&
			fault.firedAt <= t,
	);
}

/** Gone, killed, or out with an error and without a listener. A launcher that left with 0 may have a child to serve. */
export function isOutOfPlayAt(instance: Instance, t: number): boolean {
	if (instance.gone !== undefined && instance.gone.t <= t) return true;
	if (hasCrashedBy(instance, t)) return true;
	const left = instance.exited !== undefined && instance.exited.t <= t && instance.exited.code !== 0;
	return left && instance.listens.every((each) => each.from > t || each.to <= t);
}
