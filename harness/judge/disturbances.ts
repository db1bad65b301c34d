import type { Evidence } from './finding.ts';
import { ownListens } from './life.ts';
import { at, disturbances, howItExited } from './messages.ts';
import type { Instance, Story } from './story-model.ts';

/** A client's time is measured once; on a loaded machine it ends somewhat earlier or later. */
const nearNaturalLife = 0.75;

/** One thing that an instance lost, when, and how grave that is. */
export interface Disturbance extends Evidence {
	readonly loss: 'its listener' | 'itself' | 'a client';
}

/**
 * What a finding's first sentence tells. Whoever is killed loses all at once, in an order that the looks at it decide: what
 * matters most is told, so that the same death is told in the same words.
 */
export function gravestOf(disturbances: readonly Disturbance[]): Disturbance | undefined {
	const first = (wanted: Disturbance['loss']) => disturbances.find(({ loss }) => loss === wanted);
	return first('its listener') ?? first('itself') ?? disturbances[0];
}

/**
 * What an instance lost in a span of time without a fault of its own: its listener, its processes, its clients.
 * Helpers that come and go are its own affair, so only the processes that were spawned or listen count.
 */
export function disturbancesOf(
	story: Story,
	host: string,
	instance: Instance,
	span: { readonly from: number; readonly to: number },
): Disturbance[] {
	const found: Disturbance[] = [];
	const add = (t: number | undefined, text: string, loss: Disturbance['loss'] = 'itself') => {
		if (t === undefined || t < span.from || t > span.to) return;
		if (!mayComeFromFault(instance, t)) found.push({ t, text, loss });
	};
	const listens = ownListens(instance, host);
	for (const each of listens) add(each.to, disturbances.stoppedListening(at(each.address, each.port)), 'its listener');
	const { exited, gone } = instance;
	// A launcher that leaves with 0 while its child serves has done its work.
	const isServing = listens.some((each) => exited !== undefined && each.from <= exited.t && each.to > exited.t);
	if (exited !== undefined && !(exited.code === 0 && isServing))
		add(exited.t, disturbances.exited(howItExited(exited)));
	for (const each of instance.processes) {
		if (listens.some((listen) => listen.pid === each.pid)) add(each.goneAt, disturbances.processGone(each.pid));
	}
	add(gone?.t, disturbances.gone);
	for (const client of story.clients) {
		const { closed } = client;
		if (closed === undefined || closed.byHarness || client.instance !== instance.id) continue;
		// A gateway that ends every client which only connects does so with or without a loser.
		const age = closed.t - client.openedAt;
		if (age >= story.clientLifeMs * nearNaturalLife) continue;
		if (!wasThawedBefore(instance, closed.t))
			add(closed.t, disturbances.clientClosed(client.id, closed.code), 'a client');
	}
	return found.sort((one, other) => one.t - other.t);
}

/** Freezing and thawing close no listener and end no process. */
function mayComeFromFault(instance: Instance, t: number): boolean {
	return instance.faults.some(
		(fault) =>
			fault.effect !== 'freeze' && fault.effect !== 'thaw' && fault.firedAt !== undefined && fault.firedAt <= t,
	);
}

/** A holder that wakes up may find that its clients' time was over. */
function wasThawedBefore(instance: Instance, t: number): boolean {
	return instance.faults.some((fault) => fault.effect === 'thaw' && fault.firedAt !== undefined && fault.firedAt <= t);
}
