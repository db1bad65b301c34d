import type { Contract } from '../contract/contract.ts';
import { adaptedLimits } from '../judge/adapted-limits.ts';
import { limitMsOf } from '../judge/clause-judge.ts';
import { type Elapsed, elapsed } from '../judge/elapsed.ts';
import { lossesOf } from '../judge/losses.ts';
import { dueStarts } from '../judge/starts.ts';
import { storyOf } from '../judge/story.ts';
import type { Instance, Story } from '../judge/story-model.ts';
import type { Timeline } from '../timeline/events.ts';
import type { Band } from './page-data.ts';

/** Every time limit of a case, as the judge applies it: to which instance, from when, and what was counted. Pure. */
export function bandsOf(timeline: Timeline, contract: Contract): Band[] {
	const story = storyOf(timeline);
	const limits = adaptedLimits(story.startedAs?.limits ?? [], contract, timeline);
	const refused = lossesOf(story, contract, limits).map(({ loser, since }): Band => {
		const limitMs = limitMsOf(limits, 'fails-fast') * loser.slowdown;
		const end = loser.exited ?? loser.gone;
		const span = end === undefined ? observed(story, loser, since) : elapsed(since, end.t, end.starvedMs);
		return band(loser, 'fails-fast', since, limitMs, span, end !== undefined);
	});
	const stops = story.instances.flatMap((instance) => {
		const stop = instance.faults.find(({ effect, provedAt }) => effect === 'graceful-stop' && provedAt !== undefined);
		if (stop?.firedAt === undefined) return [];
		const limitMs = limitMsOf(limits, 'frees-port-on-shutdown') * instance.slowdown;
		return [stopBand(story, instance, stop.firedAt, limitMs)];
	});
	return [...dueStartBands(story, contract, limits), ...refused, ...stops]
		.filter(({ limitMs }) => Number.isFinite(limitMs))
		.sort((one, other) => one.from - other.from);
}

function dueStartBands(story: Story, contract: Contract, limits: Parameters<typeof dueStarts>[2]): Band[] {
	return dueStarts(story, contract, limits).map(({ instance, context, outcome, limitMs }) => {
		const clause = context.predecessor === undefined ? 'binds-at-startup' : 'rebinds-immediately';
		const isMet = outcome.kind === 'in-time' || outcome.kind === 'late';
		const span = isMet || outcome.kind === 'silent' ? outcome.span : observed(story, instance, instance.spawnedAt);
		return band(instance, clause, instance.spawnedAt, limitMs, span, isMet);
	});
}

function stopBand(story: Story, instance: Instance, firedAt: number, limitMs: number): Band {
	const { gone } = instance;
	const before = Math.max(0, ...instance.listens.filter(({ from }) => from <= firedAt).map((each) => each.starvedMs));
	const span =
		gone === undefined ? observed(story, instance, firedAt) : elapsed(firedAt, gone.t, gone.starvedMs - before);
	return band(instance, 'frees-port-on-shutdown', firedAt, limitMs, span, gone !== undefined);
}

/** As long as anybody looked. */
function observed(story: Story, instance: Instance, from: number): Elapsed {
	const end = instance.exited ?? instance.gone ?? instance.gaveUps.at(-1);
	return elapsed(from, end?.t ?? story.endsAt, end?.starvedMs ?? 0);
}

function band(
	{ id, slowdown }: Instance,
	clause: Band['clause'],
	from: number,
	limitMs: number,
	span: Elapsed,
	isMet: boolean,
): Band {
	const outcome = span.effectiveMs > limitMs ? 'over' : isMet ? 'within' : 'unmet';
	const { effectiveMs: countedMs, wallMs } = span;
	return { instance: id, clause, from, limitMs, slowdown, to: from + wallMs, countedMs, wallMs, outcome };
}
