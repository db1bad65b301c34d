import fc from 'fast-check';
import { needsTracer, startMoments } from '../arena/kill-in-start.ts';
import { type Abilities, allows, candidates, type Model } from './model.ts';
import {
	clearTargets,
	crashKinds,
	killSignals,
	nudgeSignals,
	occupantKinds,
	places,
	type Step,
	stopSignals,
} from './steps.ts';

/** What is to happen, before it is known to whom: the step that it comes to in a state; null when it has no subject there. */
export type Draft = (model: Model) => Step | null;

/** An oldest instance among many is hit less often than one of the newest three. */
const which = fc.nat(2);

/** Drafts of every kind of step that the abilities allow, the more frequent the heavier. */
export function drafts(abilities: Abilities): fc.Arbitrary<Draft> {
	const { fixed, aimed } = draftersFor(abilities);
	const place = fc.constantFrom(places[0], places[0], ...places);
	const { inProcess, ownPids, traced } = abilities;
	const moments = startMoments.filter((at) => traced || !needsTracer(at));
	return fc.oneof(
		// Whatever can be shrunk to a plain SIGKILL is.
		{ withCrossShrink: true },
		weigh(1, fc.constant(aimed(0, (instance) => ({ do: 'kill', instance, signal: 'SIGKILL' })))),
		weigh(
			3,
			place.map((place) => fixed((instance) => ({ do: 'start', instance, place, pids: 'shared' }))),
		),
		weigh(
			ownPids ? 1 : 0,
			fc
				.constantFrom('shared', 'own', 'taken')
				.map((pids) => fixed((instance) => ({ do: 'start', instance, place: 'main', pids }))),
		),
		weigh(
			1,
			fc.integer({ min: 1, max: 5 }).map((count) => fixed((instance) => startOf(instance, count))),
		),
		weigh(
			2,
			fc.constantFrom(...moments).map((at) => fixed((instance) => ({ do: 'kill-in-start', instance, at }))),
		),
		weigh(
			4,
			fc
				.tuple(which, fc.constantFrom(1, 3, 8), fc.boolean())
				.map(([at, clients, isDeaf]) => aimed(at, (instance) => ({ do: 'connect', instance, clients, isDeaf }))),
		),
		weigh(
			2,
			hit(killSignals).map(([at, signal]) => aimed(at, (instance) => ({ do: 'kill', instance, signal }))),
		),
		weigh(
			inProcess ? 3 : 0,
			hit(crashKinds).map(([at, how]) => aimed(at, (instance) => ({ do: 'crash', instance, how }))),
		),
		weigh(
			2,
			hit(stopSignals).map(([at, signal]) => aimed(at, (instance) => ({ do: 'stop', instance, signal }))),
		),
		weigh(
			3,
			hit(stopSignals).map(([at, signal]) => aimed(at, (instance) => ({ do: 'begin-stop', instance, signal }))),
		),
		weigh(
			8,
			fc
				.tuple(which, fc.option(fc.integer({ min: 1, max: 200 }), { freq: 3 }))
				.map(([at, killAfterMs]) => aimed(at, (instance) => ({ do: 'end-stop', instance, killAfterMs }))),
		),
		weigh(
			2,
			// A restart is what most gateways make of the second.
			hit([...nudgeSignals, 'SIGUSR1']).map(([at, signal]) =>
				aimed(at, (instance) => ({ do: 'nudge', instance, signal })),
			),
		),
		weigh(
			2,
			which.map((at) => aimed(at, (instance) => ({ do: 'freeze', instance }))),
		),
		// What rarely has a subject is drawn the more often.
		weigh(
			5,
			which.map((at) => aimed(at, (instance) => ({ do: 'thaw', instance }))),
		),
		weigh(
			5,
			hit(clearTargets).map(([at, target]) => aimed(at, (instance) => ({ do: 'clear', instance, target }))),
		),
		weigh(
			1,
			fc
				.tuple(fc.constantFrom(...occupantKinds), fc.constantFrom('127.0.0.1', '0.0.0.0'))
				.map(([kind, address]) => fixed(() => ({ do: 'occupy', kind, address }))),
		),
		weigh(4, fc.constant(fixed(() => ({ do: 'vacate' })))),
	);
}

/** Shrinks to a plain start. */
function startOf(instance: number, count: number): Step {
	if (count === 1) return { do: 'start', instance, place: 'main', pids: 'shared' };
	return { do: 'start-together', instance, count };
}

function weigh(weight: number, arbitrary: fc.Arbitrary<Draft>): { weight: number; arbitrary: fc.Arbitrary<Draft> } {
	return { weight, arbitrary };
}

function hit<const T>(kinds: readonly T[]): fc.Arbitrary<[number, T]> {
	return fc.tuple(which, fc.constantFrom(...kinds));
}

function draftersFor(abilities: Abilities) {
	return {
		/** A step that brings its subject with it. */
		fixed:
			(make: (next: number) => Step): Draft =>
			(model) => {
				const step = make(model.instances.length + 1);
				return allows(model, step, abilities) ? step : null;
			},
		/** Hits one of those to whom it can happen, the newest first. */
		aimed:
			(at: number, make: (instance: number) => Step): Draft =>
			(model) => {
				const fit = candidates(model, (instance) => allows(model, make(instance), abilities));
				const instance = fit[at % Math.max(1, fit.length)];
				return instance === undefined ? null : make(instance);
			},
	};
}
