import type { Contract } from '../contract/contract.ts';
import { gaveUpBeyond } from './elapsed.ts';
import { isDisruptive, ownListens } from './life.ts';
import type { Instance, Listen, Story } from './story-model.ts';

export interface Elsewhere {
	/** When it was clear that the instance is not going to listen where it should. */
	readonly t: number;
	readonly listens: readonly Listen[];
}

/** Binding two addresses takes two calls; a handshake on the first may be done before the second. */
const secondBindMs = 20;

/**
 * Whether the instance settled on other addresses or ports and never listened where it should: it serves there, or it
 * was there and nowhere else when its time was over. `limitMs`: its time.
 */
export function settledElsewhere(
	story: Story,
	contract: Contract,
	instance: Instance,
	limitMs: number,
): Elsewhere | undefined {
	if (ownListens(instance, contract.host).length > 0 || instance.listens.length === 0) return undefined;
	const seenUntil = Math.min(
		story.endsAt,
		instance.exited?.t ?? Number.POSITIVE_INFINITY,
		instance.gone?.t ?? Number.POSITIVE_INFINITY,
		...instance.faults.map((each) => (isDisruptive(each) ? (each.firedAt ?? Number.POSITIVE_INFINITY) : story.endsAt)),
	);
	const firstListenAt = Math.min(...instance.listens.map((each) => each.from));
	const times = [
		...instance.readies.map((each) => Math.max(each.t, firstListenAt + secondBindMs)),
		gaveUpBeyond(instance, instance.spawnedAt, seenUntil, limitMs)?.t ?? Number.POSITIVE_INFINITY,
	];
	const t = Math.min(...times);
	if (t > seenUntil) return undefined;
	const listens = instance.listens.filter((each) => each.from <= t && each.to >= t);
	return listens.length > 0 ? { t, listens } : undefined;
}
