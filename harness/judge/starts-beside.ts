import type { Instance, Story } from './story-model.ts';

/** How many other instances were starting at some time between the spawn of an instance and `until`. Pure. */
export function startsBeside(story: Story, instance: Instance, until: number): number {
	return story.instances.filter(
		(other) => other !== instance && other.spawnedAt < until && settledAt(other) > instance.spawnedAt,
	).length;
}

/** When a start was over, in one way or the other. */
function settledAt({ listens, exited, gone }: Instance): number {
	return Math.min(listens[0]?.from ?? Number.POSITIVE_INFINITY, exited?.t ?? gone?.t ?? Number.POSITIVE_INFINITY);
}
