import { needsTracer } from '../arena/kill-in-start.ts';
import type { Place, Step } from './steps.ts';

/** `unsure`: the contract allows more than one thing to have come of it. */
type Life = 'serving' | 'frozen' | 'stopping' | 'unsure' | 'gone';

interface ModelInstance {
	readonly place: Place;
	readonly hasOwnPids: boolean;
	readonly life: Life;
	readonly clients: number;
}

/** What the contract says the world looks like: who holds which port, who is frozen, who is shutting down. */
export interface Model {
	/** In the order of their numbers, from 1. */
	readonly instances: readonly ModelInstance[];
	readonly isOccupied: boolean;
}

/** What this machine and this gateway allow. */
export interface Abilities {
	/** Pid namespaces, in which a pid comes again. */
	readonly ownPids: boolean;
	/** Faults inside the process: the gateway is a Node program. */
	readonly inProcess: boolean;
	/** Kills at the bind: strace works, and sees the gateway's bind. */
	readonly traced: boolean;
}

export const emptyModel: Model = { instances: [], isOccupied: false };

/** More at once say nothing new, and a machine has only so many cores. */
const maxAlive = 6;
const maxClients = 24;

type Port = 'main' | 'second' | 'third';
type PortState = 'free' | 'held' | 'occupied' | 'unknown';

/** Whether the step means something here. Pure. */
export function allows(model: Model, step: Step, abilities: Abilities): boolean {
	const target = 'instance' in step ? model.instances[step.instance - 1] : undefined;
	const life = target?.life;
	const isShared = target !== undefined && !target.hasOwnPids;
	const isFull = model.instances.filter((each) => each.life !== 'gone').length >= maxAlive;
	switch (step.do) {
		case 'start': {
			if (isFull || !mayShareHome(model, step.place)) return false;
			if (step.pids === 'shared') return true;
			const hadOwnPids = model.instances.some((each) => each.hasOwnPids && each.life === 'gone');
			return abilities.ownPids && step.place === 'main' && (step.pids === 'own' || hadOwnPids);
		}
		case 'kill-in-start':
			if (isFull || !mayShareHome(model, 'main')) return false;
			// A gateway that is refused may never come to bind; then the trace would prove nothing.
			return !needsTracer(step.at) || (abilities.traced && portState(model, 'main') === 'free');
		case 'start-together':
			return !isFull && mayShareHome(model, 'main');
		case 'connect':
			return life === 'serving' && (target?.clients ?? 0) + step.clients <= maxClients;
		case 'kill':
			// A frozen process takes other signals when it is thawed; the launcher of an own pid namespace takes none.
			return life === 'serving'
				? isShared || step.signal === 'SIGKILL'
				: life === 'frozen' && step.signal === 'SIGKILL';
		case 'crash':
			return abilities.inProcess && life === 'serving' && isShared;
		case 'stop':
		case 'begin-stop':
		case 'nudge':
		case 'freeze':
			return life === 'serving' && isShared;
		case 'end-stop':
			return life === 'stopping';
		case 'thaw':
			return life === 'frozen';
		case 'clear':
			return life === 'unsure';
		case 'occupy':
			return !model.isOccupied && portState(model, 'main') === 'free';
		case 'vacate':
			return model.isOccupied;
	}
}

/** What the contract says comes of the step. Pure. */
export function after(model: Model, step: Step): Model {
	switch (step.do) {
		case 'start':
			return started(model, step.place, { hasOwnPids: step.pids !== 'shared', clients: 0 });
		case 'kill-in-start': {
			const killed = { place: 'main', hasOwnPids: false, life: 'gone', clients: 0 } as const;
			return { ...model, instances: [...model.instances, killed] };
		}
		case 'start-together':
			return started(model, 'main', { hasOwnPids: false, clients: 0 });
		case 'connect':
			return changed(model, step.instance, ({ clients }) => ({ clients: clients + step.clients }));
		case 'kill':
		case 'crash':
		case 'stop':
		case 'end-stop':
		case 'clear':
			return changed(model, step.instance, () => ({ life: 'gone' }));
		case 'begin-stop':
			return changed(model, step.instance, () => ({ life: 'stopping' }));
		case 'nudge':
			return changed(model, step.instance, () => ({ life: 'unsure' }));
		case 'freeze':
			return changed(model, step.instance, () => ({ life: 'frozen' }));
		case 'thaw':
			return changed(model, step.instance, () => ({ life: 'serving' }));
		case 'occupy':
			return { ...model, isOccupied: true };
		case 'vacate':
			return { ...model, isOccupied: false };
	}
}

/** The state as a short text, equal for states that differ only in who came first. Pure. */
export function modelKey({ instances, isOccupied }: Model): string {
	const alive = instances
		.filter(({ life }) => life !== 'gone')
		.map(({ place, hasOwnPids, life, clients }) =>
			[place, life, ...(hasOwnPids ? ['own pids'] : []), ...(clients > 0 ? ['clients'] : [])].join(' '),
		)
		.toSorted();
	const dead = instances.some(({ life }) => life === 'gone') ? ['some gone'] : [];
	return [...alive, ...dead, ...(isOccupied ? ['occupied'] : [])].join(', ');
}

/** Numbers of the instances of which it is true, the newest first. Pure. */
export function candidates(model: Model, isMeant: (step: number) => boolean): number[] {
	return model.instances
		.map((_, at) => at + 1)
		.filter(isMeant)
		.toReversed();
}

function started(model: Model, place: Place, others: Pick<ModelInstance, 'hasOwnPids' | 'clients'>): Model {
	const lives: Record<PortState, Life> = { free: 'serving', held: 'gone', occupied: 'gone', unknown: 'unsure' };
	const life = lives[portState(model, portOf(place))];
	return { ...model, instances: [...model.instances, { place, life, ...others }] };
}

function changed(model: Model, instance: number, change: (one: ModelInstance) => Partial<ModelInstance>): Model {
	const instances = model.instances.map((one, at) => (at === instance - 1 ? { ...one, ...change(one) } : one));
	return { ...model, instances };
}

function portState({ instances, isOccupied }: Model, port: Port): PortState {
	const lives = instances.filter(({ place }) => portOf(place) === port).map(({ life }) => life);
	if (lives.some((life) => life === 'serving' || life === 'frozen')) return 'held';
	if (lives.some((life) => life === 'stopping' || life === 'unsure')) return 'unknown';
	return isOccupied && port === 'main' ? 'occupied' : 'free';
}

function portOf(place: Place): Port {
	if (place === 'moved') return 'third';
	return place === 'neighbour' ? 'second' : 'main';
}

/** What gateways do that share a home and not a port, the contract does not say: one of them has to be gone. */
function mayShareHome({ instances }: Model, place: Place): boolean {
	const other = place === 'main' ? 'moved' : place === 'moved' ? 'main' : null;
	return !instances.some((each) => each.place === other && each.life !== 'gone');
}
