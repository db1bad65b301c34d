import type { ClauseId } from '../contract/clause-ids.ts';
import type { Contract } from '../contract/contract.ts';
import { isExcusedByStrain, type JudgedLimit, startLimitMsOf } from './clause-judge.ts';
import { gaveUpBeyond, waitingMs } from './elapsed.ts';
import { settledElsewhere } from './elsewhere.ts';
import { hopOf } from './hop.ts';
import { gotInBy, isOutOfPlayAt, lifeEnd, ownListens, wasDisruptedBefore } from './life.ts';
import { otherPortNamed } from './refusal.ts';
import { type StartContext, startContext } from './start-context.ts';
import { type StartOutcome, startOutcome } from './start-outcome.ts';
import { startsBeside } from './starts-beside.ts';
import type { Instance, Story } from './story-model.ts';

/** A start that had to lead to a listener, and the one clause that answers for it if it did not. */
export interface DueStart {
	readonly instance: Instance;
	readonly context: Extract<StartContext, { kind: 'free' | 'contended' }>;
	readonly outcome: StartOutcome;
	readonly limitMs: number;
	readonly isBroken: boolean;
	/** The clause to blame: the most special circumstance, so that one cause gives one finding. */
	readonly clause: ClauseId;
	/** The healthy neighbour with its own profile and port, if one stands beside it. */
	readonly neighbour: Instance | undefined;
	/** Path of the PID guard that lay there. */
	readonly guard: string | undefined;
}

/** Every start of the case that had to succeed. Where several contend, only the first to listen answers for its time. */
export function dueStarts(story: Story, contract: Contract, limits: readonly JudgedLimit[]): DueStart[] {
	const starts: DueStart[] = [];
	for (const instance of story.instances) {
		const start = dueStart(story, contract, limits, instance);
		if (start === undefined) continue;
		const isReported = starts.some((each) => each.isBroken && (areRivals(each, start) || areRivals(start, each)));
		starts.push(isReported ? { ...start, isBroken: false } : start);
	}
	return starts;
}

function dueStart(
	story: Story,
	contract: Contract,
	limits: readonly JudgedLimit[],
	instance: Instance,
): DueStart | undefined {
	const context = startContext(story, contract, instance, startLimitMsOf(limits, 'binds-at-startup', instance));
	if (context.kind !== 'free' && context.kind !== 'contended') return undefined;
	const promise = context.predecessor === undefined ? 'binds-at-startup' : 'rebinds-immediately';
	const limitMs = startLimitMsOf(limits, promise, instance);
	if (wasDisruptedBefore(instance, settledAt(story, contract, instance, limitMs))) return undefined;
	const outcome = startOutcome(story, contract, instance, limitMs);
	if (outcome.kind === 'not-observed') return undefined;
	if (outcome.kind === 'late') {
		const waitedMs = waitingMs(instance, outcome.listen.from, outcome.listen.idleMs);
		const late = {
			span: outcome.span,
			waitedMs,
			startsBeside: startsBeside(story, instance, outcome.listen.from),
		};
		if (isExcusedByStrain(limits, promise, late)) return undefined;
	}
	if (context.kind === 'contended' && cameFirst(story, context.rivals, instance, contract.host)) return undefined;

	// Their place is taken by gateways that do not go where they are told, which is those gateways' fault.
	if (
		context.kind === 'contended' &&
		context.rivals.some((each) => hopOf(story, contract, limits, each) !== undefined)
	) {
		return undefined;
	}
	const neighbour = healthyNeighbour(story, contract, instance, limitMs);
	const guard = story.guards.find((each) => each.t <= instance.spawnedAt)?.path;
	let clause: ClauseId = promise;
	if (outcome.kind === 'elsewhere') clause = 'binds-at-startup';
	// A guard or a neighbour keeps a gateway from running; being late is its own affair, unless alone it was not.
	if (outcome.kind === 'exited' || (outcome.kind === 'silent' && isFastAlone(instance, limitMs))) {
		if (neighbour !== undefined && context.predecessor === undefined) clause = 'isolated-profiles';
		if (guard !== undefined) clause = 'pid-guard-independent';
	}
	const isMisled = outcome.kind === 'exited' && otherPortNamed(contract, instance) !== undefined;
	const isHop = hopOf(story, contract, limits, instance) !== undefined;
	// Without the flag there is nothing to override: it starts where it should not.
	if (instance.explicitPort && (isMisled || isHop)) clause = 'port-override';
	const isBroken = outcome.kind !== 'in-time';
	return { instance, context, outcome, limitMs, isBroken, clause, neighbour, guard };
}

function isFastAlone(instance: Instance, limitMs: number): boolean {
	return instance.controls.some((control) => control.startMs <= limitMs);
}

/** When it was clear how the start went; what hits the instance later does not excuse it. */
function settledAt(story: Story, contract: Contract, instance: Instance, limitMs: number): number {
	const never = Number.POSITIVE_INFINITY;
	const listenedAt = ownListens(instance, contract.host)[0]?.from ?? never;
	const endedAt = instance.exited?.t ?? never;
	const elsewhereAt = settledElsewhere(story, contract, instance, limitMs)?.t ?? never;
	return Math.min(
		listenedAt,
		endedAt,
		elsewhereAt,
		gaveUpBeyond(instance, instance.spawnedAt, endedAt, limitMs)?.t ?? never,
	);
}

/** Whether a rival listened (before this one did): then this one is a loser, or late for a good reason. */
function cameFirst(story: Story, rivals: readonly Instance[], instance: Instance, host: string): boolean {
	const own = gotInBy(story, instance, host)[0]?.from ?? Number.POSITIVE_INFINITY;
	return rivals.some((rival) =>
		gotInBy(story, rival, host).some((listen) => listen.to > instance.spawnedAt && listen.from < own),
	);
}

function areRivals(one: DueStart, other: DueStart): boolean {
	return one.context.kind === 'contended' && one.context.rivals.includes(other.instance);
}

function healthyNeighbour(story: Story, contract: Contract, instance: Instance, limitMs: number): Instance | undefined {
	const until = Math.min(instance.exited?.t ?? Number.POSITIVE_INFINITY, instance.spawnedAt + limitMs);
	return story.instances.find((each) => {
		if (each.profile === instance.profile || each.port === instance.port) return false;
		if (each.spawnedAt > until || isOutOfPlayAt(each, instance.spawnedAt)) return false;
		const listen = ownListens(each, contract.host)[0];
		if (listen === undefined || listen.from >= lifeEnd(story, instance)) return false;
		return listen.to > instance.spawnedAt && !wasDisruptedBefore(each, Math.max(listen.from, instance.spawnedAt));
	});
}
