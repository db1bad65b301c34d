import { needsTracer } from '../arena/kill-in-start.ts';
import type { ClauseId } from '../contract/clause-ids.ts';
import { pidTaker } from './act-out.ts';
import { preparedInstances, type Step, type StepOf } from './steps.ts';

/** A story as the text of a scenario file, which does what `actOut` does. Pure. */
export function storyScenario(steps: readonly Step[], clause: ClauseId, title: string): string {
	const printer = new Printer(steps);
	const lines = steps.flatMap((step) => printer.lines(step));
	const needs = needsOf(steps);
	return [
		`import { ${[...printer.imports].toSorted().join(', ')} } from 'gatelock';`,
		'',
		'scenario(',
		`	${quote(title)},`,
		`	{ asserts: [${quote(clause)}]${needs.length === 0 ? '' : `, needs: [${needs.map(quote).join(', ')}]`} },`,
		'	async ({ arena }) => {',
		...lines.map((line) => `		${line}`),
		'	},',
		');',
		'',
	].join('\n');
}

function needsOf(steps: readonly Step[]): string[] {
	const hasOwnPids = steps.some((step) => step.do === 'start' && step.pids !== 'shared');
	const isTraced = steps.some((step) => step.do === 'kill-in-start' && needsTracer(step.at));
	return [...(hasOwnPids ? ['namespaces'] : []), ...(isTraced ? ['strace'] : [])];
}

class Printer {
	readonly imports = new Set(['scenario']);
	readonly #prepared: ReadonlySet<number>;
	/** Instances that a later step is about: the others need no name. */
	readonly #named: ReadonlySet<number>;
	/** Occupants that go away again: the others need no name. */
	readonly #vacated: number;
	#occupants = 0;
	readonly #otherPorts = new Set<string>();

	constructor(steps: readonly Step[]) {
		this.#prepared = preparedInstances(steps);
		const later = steps.filter(({ do: what }) => !what.includes('start'));
		this.#named = new Set(later.flatMap((step) => ('instance' in step ? [step.instance] : [])));
		this.#vacated = steps.filter((step) => step.do === 'vacate').length;
	}

	lines(step: Step): string[] {
		const name = 'instance' in step ? `gateway${step.instance}` : '';
		switch (step.do) {
			case 'start':
				return this.#start(step, name);
			case 'kill-in-start':
				return [`await ${this.#use('killInStart')}(arena, ${quote(step.at)});`];
			case 'start-together': {
				const options = this.#prepared.has(step.instance) ? `, { prepareFor: ${this.#use('abort')} }` : '';
				const start = `await arena.startMany(${step.count}${options})`;
				return [this.#named.has(step.instance) ? `const ${name} = ${this.#use('winnerOf')}(${start});` : `${start};`];
			}
			case 'connect':
				return [`await ${name}.connect(${step.clients}${step.isDeaf ? ', { deaf: true }' : ''});`];
			case 'kill':
			case 'stop':
				return [`await ${name}.inject(${this.#signal(step.signal)});`];
			case 'crash':
				return [`await ${name}.inject(${this.#crash(step.how)});`];
			case 'begin-stop':
				return [`await ${name}.inject(${this.#signal(step.signal)}, { settle: false });`];
			case 'end-stop': {
				if (step.killAfterMs === null) return [`await arena.waitGone(${name});`];
				const ended = `() => ${name}.processes('tree').length === 0`;
				return [
					`const isKilled${step.instance} = !(await arena.watcher.until(${ended}, arena.expiry(${step.killAfterMs})));`,
					`if (isKilled${step.instance}) await ${name}.inject(${this.#use('sigkill')});`,
					`else await arena.waitGone(${name});`,
				];
			}
			case 'nudge':
				return [
					`await ${name}.inject(${this.#signal(step.signal)});`,
					`await ${this.#use('waitUntilQuiet')}(${name});`,
				];
			case 'freeze':
				return [`await ${name}.inject(${this.#use('sigstop')});`];
			case 'thaw':
				return [`await ${name}.inject(${this.#use('sigcont')});`];
			case 'clear': {
				const fault = step.target === 'tree' ? this.#use('sigkill') : `${this.#use('signal')}('SIGKILL', 'holder')`;
				return [`if (!${name}.gone) await ${name}.inject(${fault});`];
			}
			case 'occupy': {
				const start = `await arena.occupy(${quote(step.kind)}, ${quote(step.address)});`;
				this.#occupants++;
				return [this.#occupants <= this.#vacated ? `const occupant${this.#occupants} = ${start}` : start];
			}
			case 'vacate':
				return [`await occupant${this.#occupants}.stop();`];
		}
	}

	#start({ instance, place, pids }: StepOf<'start'>, name: string): string[] {
		const options: string[] = [];
		const lines: string[] = [];
		if (place === 'other-home') options.push("profile: 'other'");
		if (place === 'neighbour') options.push("profile: 'neighbour'");
		if (place === 'neighbour' || place === 'moved') {
			const port = place === 'neighbour' ? 'secondPort' : 'movedPort';
			if (!this.#otherPorts.has(port)) lines.push(`const ${port} = await arena.anotherPort();`);
			this.#otherPorts.add(port);
			options.push(`port: ${port}`);
		}
		if (this.#prepared.has(instance)) options.push(`prepareFor: ${this.#use('abort')}`);
		const words = pidTaker.map(quote).join(', ');
		if (pids === 'own') options.push('world: { ownPids: true }');
		if (pids === 'taken') options.push(`world: { ownPids: true, neighbours: [[${words}]] }`);
		const given = options.length > 0 ? `{ ${options.join(', ')} }` : '';
		const start = `await arena.start(${given});`;
		return [...lines, this.#named.has(instance) ? `const ${name} = ${start}` : start];
	}

	#crash(how: StepOf<'crash'>['how']): string {
		switch (how) {
			case 'abort':
				return this.#use('abort');
			case 'uncaught-exception':
				return this.#use('uncaughtException');
			case 'unhandled-rejection':
				return this.#use('unhandledRejection');
			case 'exit-0':
				return `${this.#use('processExit')}(0)`;
			case 'exit-1':
				return `${this.#use('processExit')}(1)`;
		}
	}

	/** Every signal of a story has a fault of its own name: `sigterm` for SIGTERM. */
	#signal(name: StepOf<'kill' | 'stop' | 'nudge'>['signal']): string {
		return this.#use(name.toLowerCase());
	}

	#use(name: string): string {
		this.imports.add(name);
		return name;
	}
}

function quote(text: string): string {
	return `'${text}'`;
}
