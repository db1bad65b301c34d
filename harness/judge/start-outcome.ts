import type { Contract } from '../contract/contract.ts';
import { type Elapsed, gaveUpBeyond, sinceSpawn } from './elapsed.ts';
import { settledElsewhere } from './elsewhere.ts';
import { gotInBy, ownListens } from './life.ts';
import type { Instance, Listen, Story } from './story-model.ts';

export type StartOutcome =
	| { readonly kind: 'in-time'; readonly listen: Listen; readonly span: Elapsed }
	| { readonly kind: 'late'; readonly listen: Listen; readonly span: Elapsed }
	/** `tried`: where it listened for a moment, to find out who holds the port, and then gave up. */
	| { readonly kind: 'exited'; readonly tried?: Listen }
	| { readonly kind: 'elsewhere'; readonly listens: readonly Listen[] }
	| { readonly kind: 'silent'; readonly span: Elapsed }
	/** Nobody looked long enough. */
	| { readonly kind: 'not-observed' };

/** How a start ended that should have led to a listener. */
export function startOutcome(story: Story, contract: Contract, instance: Instance, limitMs: number): StartOutcome {
	const listen = gotInBy(story, instance, contract.host)[0];
	if (listen !== undefined) {
		const span = sinceSpawn(instance, listen.from, listen.starvedMs);
		return { kind: span.effectiveMs > limitMs ? 'late' : 'in-time', listen, span };
	}
	const elsewhere = settledElsewhere(story, contract, instance, limitMs);
	if (elsewhere !== undefined) {
		return { kind: 'elsewhere', listens: elsewhere.listens };
	}
	const end = instance.exited ?? instance.gone;
	// A launcher may leave with 0 while its child goes on.
	const isOver = instance.gone !== undefined || (instance.exited !== undefined && instance.exited.code !== 0);
	const until = isOver && end !== undefined ? end.t : story.endsAt;
	const gaveUp = gaveUpBeyond(instance, instance.spawnedAt, until, limitMs);
	if (end !== undefined && isOver && gaveUp === undefined) {
		const tried = ownListens(instance, contract.host)[0];
		return tried === undefined ? { kind: 'exited' } : { kind: 'exited', tried };
	}
	// Nobody waited for it with a clock that leaves starvation out: then nothing is known of its time.
	return gaveUp === undefined ? { kind: 'not-observed' } : { kind: 'silent', span: gaveUp.span };
}
