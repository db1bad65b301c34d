/** Lines and files that a message names; more are counted. */
const maxNamed = 5;
const maxLineCharacters = 200;

interface Listening {
	readonly id: string;
	readonly where: string;
	readonly places: readonly string[];
	readonly life: string;
}

interface Exited {
	readonly id: string;
	readonly how: string;
	readonly life: string;
	readonly lastLine: string | undefined;
}

/** Every sentence of the matchers. `g1` is the first instance of a case. */
export const matcherMessages = {
	listens: ({ id, where }: Listening) => `expected ${id} not to listen on ${where}, but it does`,
	listensNot: ({ id, where, places, life }: Listening) =>
		`expected ${id} to listen on ${where}, but it listens on ${places.length === 0 ? `nothing: ${life}` : places.join(', ')}`,

	exited: ({ id, how }: Exited) => `expected ${id} not to end with ${how}, but it did`,
	exitedOtherwise: ({ id, how, life, lastLine }: Exited) =>
		`expected ${id} to end with ${how}, but ${life}${lastLine === undefined ? '' : `; its last line: ${cut(lastLine)}`}`,

	isGone: (id: string) => `expected a process of ${id} to live, but none does`,
	isNotGone: (id: string, pids: readonly number[], life: string) =>
		pids.length === 0
			? `expected ${id} to be gone, but ${life}`
			: `expected ${id} to be gone, but ${life}, and pid ${pids.join(', ')} still ${pids.length === 1 ? 'lives' : 'live'}`,

	printed: ({ id, what }: { readonly id: string; readonly what: string }) =>
		`expected ${id} not to print ${what}, but it did`,
	printedNot: ({
		id,
		what,
		lines,
	}: {
		readonly id: string;
		readonly what: string;
		readonly lines: readonly string[];
	}) =>
		lines.length === 0
			? `expected ${id} to print ${what}, but it printed nothing`
			: `expected ${id} to print ${what}, but its last ${lines.length === 1 ? 'line is' : 'lines are'}: ${lines.slice(-maxNamed).map(cut).join(' ⏎ ')}`,

	clients: (id: string, count: number) => `expected ${id} not to have ${countOf(count, 'client')}, but it has`,
	clientsOtherwise: (id: string, count: number, clients: number) =>
		`expected ${id} to have ${countOf(count, 'client')}, but it has ${clients}`,

	leftNothing: () => 'expected something to be left in the arena, but nothing is',
	left: (alive: readonly string[], things: readonly string[]) =>
		alive.length > 0
			? `expected nothing to be left in the arena, but ${alive.join(', ')} still ${alive.length === 1 ? 'lives' : 'live'}: what is left can be told when every instance is gone`
			: `expected nothing to be left in the arena, but there is ${named(things)}`,

	runs: 'it still runs',
	gone: 'it is gone',
	hasExited: (how: string) => `it ended with ${how}`,

	notAnInstance: (matcher: string, received: unknown) =>
		`${matcher} is about an instance, which arena.start() or arena.launch() returns; it was given ${kindOf(received)}${isPromise(received) ? ': write await before arena.start()' : ''}`,
	notAnArena: (matcher: string, received: unknown) =>
		`${matcher} is about the arena of a story: expect(arena).${matcher}(); it was given ${kindOf(received)}`,
} as const;

function named(things: readonly string[]): string {
	const left = things.length - maxNamed;
	return [...things.slice(0, maxNamed), ...(left > 0 ? [`and ${left} more`] : [])].join(', ');
}

function cut(line: string): string {
	return line.length <= maxLineCharacters ? line : `${line.slice(0, maxLineCharacters)}…`;
}

function countOf(count: number, noun: string): string {
	return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function isPromise(value: unknown): boolean {
	return value instanceof Promise;
}

function kindOf(value: unknown): string {
	if (isPromise(value)) return 'a promise';
	if (typeof value === 'function') return 'a function';
	if (value === null || typeof value !== 'object') return String(value);
	return `an object of ${value.constructor?.name ?? 'no class'}`;
}
