import type { RunEnd } from '../contract/contract.ts';
import type { Instance, Story } from './story-model.ts';

/**
 * How the last runs before `t` ended in the homes that a path below the arena may belong to: a path that names a home
 * (`home/<profile>/…`) belongs to that one, any other to all. A run is an instance that listened, or that was killed
 * before it could; one that was merely refused is none.
 */
export function lastRunEnds(story: Story, path: string, t: number): ReadonlySet<RunEnd> {
	const runs = story.instances.filter((each) => each.gone !== undefined && each.gone.t <= t && wasRun(each));
	const profile = /^home\/([^/]+)\//.exec(path)?.[1];
	const own = runs.filter((each) => each.profile === profile);
	const perProfile = Map.groupBy(own.length > 0 ? own : runs, (each) => each.profile);
	return new Set([...perProfile.values()].map((each) => endOf(latest(each))));
}

/** Whether an instance is known to have been killed, whoever did it. */
export function wasKilled(instance: Instance): boolean {
	const isHit = instance.faults.some((fault) => fault.effect === 'crash' && fault.firedAt !== undefined);
	return isHit || instance.exited?.signal != null;
}

function wasRun(instance: Instance): boolean {
	return instance.listens.length > 0 || wasKilled(instance);
}

function latest(runs: readonly Instance[]): Instance {
	return runs.reduce((last, each) => ((each.gone?.t ?? 0) >= (last.gone?.t ?? 0) ? each : last));
}

/** Who ended by a signal, or with an error after it had listened, did not stop cleanly. */
function endOf(run: Instance): RunEnd {
	const isAsked = run.faults.some((fault) => fault.effect === 'graceful-stop' && fault.firedAt !== undefined);
	if (wasKilled(run)) return 'crash';
	return isAsked || run.exited?.code === 0 ? 'clean-stop' : 'crash';
}
