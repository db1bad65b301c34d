import type { Contract } from '../../harness/contract/contract.ts';
import type { Limit } from '../../harness/contract/limits.ts';
import { adaptedLimits } from '../../harness/judge/adapted-limits.ts';
import { limitMsOf } from '../../harness/judge/clause-judge.ts';
import { elapsed } from '../../harness/judge/elapsed.ts';
import { lossesOf } from '../../harness/judge/losses.ts';
import { dueStarts } from '../../harness/judge/starts.ts';
import { storyOf } from '../../harness/judge/story.ts';
import type { Instance, Story } from '../../harness/judge/story-model.ts';
import type { Timeline } from '../../harness/timeline/events.ts';
import type { Margin } from './observation.ts';

/** What each limited thing in a record took, beside its limit. Pure. */
export function marginsOf(timeline: Timeline, contract: Contract): Margin[] {
	const story = storyOf(timeline);
	const limits = adaptedLimits(story.startedAs?.limits ?? [], contract, timeline);
	return [
		...startMargins(story, contract, limits),
		...lossMargins(story, contract, limits),
		...stopMargins(story, limits),
	];
}

/** For each clause the margin that came nearest to its limit. */
export function nearest<M extends Margin>(margins: readonly M[]): M[] {
	const shareOf = ({ tookMs, limitMs }: M) => tookMs / limitMs;
	const groups = Map.groupBy(margins, ({ clause }) => clause);
	return [...groups.values()].flatMap((group) => group.toSorted((a, b) => shareOf(b) - shareOf(a)).slice(0, 1));
}

function startMargins(story: Story, contract: Contract, limits: readonly Limit[]): Margin[] {
	return dueStarts(story, contract, limits).flatMap(({ outcome, context, limitMs }) => {
		if (outcome.kind !== 'in-time' && outcome.kind !== 'late') return [];
		const clause = context.predecessor === undefined ? 'binds-at-startup' : 'rebinds-immediately';
		return [{ clause, tookMs: outcome.span.effectiveMs, limitMs }] as const;
	});
}

function lossMargins(story: Story, contract: Contract, limits: readonly Limit[]): Margin[] {
	return lossesOf(story, contract, limits).flatMap(({ loser, since }) => {
		if (loser.exited === undefined) return [];
		const { effectiveMs } = elapsed(since, loser.exited.t, loser.exited.starvedMs);
		return [{ clause: 'fails-fast', tookMs: effectiveMs, limitMs: limitOf(limits, 'fails-fast', loser) }] as const;
	});
}

function stopMargins(story: Story, limits: readonly Limit[]): Margin[] {
	return story.instances.flatMap((instance) => {
		const { gone, faults } = instance;
		const stop = faults.find(({ effect, provedAt }) => effect === 'graceful-stop' && provedAt !== undefined);
		if (gone === undefined || stop?.firedAt === undefined || faults.some(({ effect }) => effect === 'crash')) return [];
		const starvedBeforeMs = Math.max(0, ...instance.listens.map(({ starvedMs }) => starvedMs));
		const { effectiveMs } = elapsed(stop.firedAt, gone.t, gone.starvedMs - starvedBeforeMs);
		const clause = 'frees-port-on-shutdown';
		return [{ clause, tookMs: effectiveMs, limitMs: limitOf(limits, clause, instance) }] as const;
	});
}

function limitOf(limits: readonly Limit[], clause: Margin['clause'], { slowdown }: Instance): number {
	return limitMsOf(limits, clause) * slowdown;
}
