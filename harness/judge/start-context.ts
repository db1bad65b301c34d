import type { Contract } from '../contract/contract.ts';
import { gotInBy, isOutOfPlayAt, isUnclearAt, lifeEnd, livesOverlap, ownListens } from './life.ts';
import { blocks } from './occupants.ts';
import type { Instance, Story } from './story-model.ts';

/** What stood in the way of an instance when it started; decides which clause judges the start. */
export type StartContext =
	/** Nobody else on its port. `predecessor`: a dead instance that had listened there, or had been hit. */
	| { readonly kind: 'free'; readonly predecessor: Instance | undefined }
	/** Several at once on a port that nobody held yet: at least one must come to listen. */
	| { readonly kind: 'contended'; readonly rivals: readonly Instance[]; readonly predecessor: Instance | undefined }
	/** Somebody held the port: refusing to start is right. */
	| { readonly kind: 'held' }
	/** Another instance on the port was hit without proof, or shares the profile: nothing is promised. */
	| { readonly kind: 'unclear' };

/** `limitMs`: how long a start may take; starts that are further apart do not contend. */
export function startContext(story: Story, contract: Contract, instance: Instance, limitMs: number): StartContext {
	const listenedAt = ownListens(instance, contract.host)[0]?.from ?? Number.POSITIVE_INFINITY;
	const spawnedAt = instance.spawnedAt;
	const others = story.instances.filter((each) => each !== instance);
	const onPort = others.filter((each) => each.port === instance.port && each.spawnedAt < lifeEnd(story, instance));
	if (onPort.some((each) => each.spawnedAt <= spawnedAt && isUnclearAt(each, spawnedAt))) return { kind: 'unclear' };
	if (others.some((each) => sharesState(story, each, instance))) return { kind: 'unclear' };

	const windowEnd = Math.min(listenedAt, spawnedAt + limitMs, instance.exited?.t ?? Number.POSITIVE_INFINITY);
	const occupied = story.occupants.some(
		(each) => blocks(each, instance.port, contract.host) && each.from <= windowEnd && each.to > spawnedAt,
	);
	if (occupied) return { kind: 'held' };

	const rivals = onPort.filter((each) => each.spawnedAt <= windowEnd && !isOutOfPlayAt(each, spawnedAt));
	const isHeld = rivals.some((each) =>
		ownListens(each, contract.host).some((listen) => listen.from <= spawnedAt && listen.to > spawnedAt),
	);
	if (isHeld) return { kind: 'held' };
	const predecessor = predecessorOf(story, instance, onPort, contract.host);
	return rivals.length > 0 ? { kind: 'contended', rivals, predecessor } : { kind: 'free', predecessor };
}

/** The latest dead instance on the port that had listened or had been hit; a mere loser leaves nothing to release. */
function predecessorOf(
	story: Story,
	instance: Instance,
	onPort: readonly Instance[],
	host: string,
): Instance | undefined {
	return onPort.findLast(
		(each) =>
			each.spawnedAt <= instance.spawnedAt &&
			isOutOfPlayAt(each, instance.spawnedAt) &&
			(gotInBy(story, each, host).length > 0 ||
				each.faults.some((fault) => fault.firedAt !== undefined || fault.effect === 'bind-failure')),
	);
}

/** Gateways on different ports must use isolated profiles; what happens without is not written. */
function sharesState(story: Story, other: Instance, instance: Instance): boolean {
	return (
		other.profile === instance.profile &&
		other.port !== instance.port &&
		livesOverlap(story, other, instance) &&
		!isOutOfPlayAt(other, instance.spawnedAt)
	);
}
