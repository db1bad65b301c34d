/** One line of `strace -f -ttt`, as far as stops are concerned. */
export interface TraceLine {
	readonly tid: number;
	readonly kind: 'call' | 'signal' | 'stopped' | 'end' | 'unfinished';
	readonly line: string;
}

/** Reads one line; null for what is none. Pure. */
export function readTraceLine(line: string): TraceLine | null {
	const [, tid, rest] = /^(\d+) +\d+\.\d+ (.*)$/.exec(line) ?? [];
	if (tid === undefined || rest === undefined) return null;
	return { tid: Number(tid), kind: kindOf(rest), line };
}

/** Joins the lines of calls that other threads' lines interrupted, as they come. */
export class CallJoiner {
	readonly #begun = new Map<number, string>();

	/** The whole call as one line, when the line ends one. */
	whole({ tid, kind, line }: TraceLine): string | null {
		if (kind === 'unfinished') {
			this.#begun.set(tid, line.replace(/ ?<unfinished \.\.\.>$/, ''));
			return null;
		}
		if (kind !== 'call') return null;
		const [, resumed] = /^\d+ +\d+\.\d+ <\.\.\. \w+ resumed>(.*)$/.exec(line) ?? [];
		if (resumed === undefined) return line;
		const begun = this.#begun.get(tid);
		this.#begun.delete(tid);
		return begun === undefined ? null : `${begun}${resumed}`;
	}
}

function kindOf(rest: string): TraceLine['kind'] {
	if (rest.startsWith('--- stopped by ')) return 'stopped';
	if (rest.startsWith('--- ')) return 'signal';
	if (rest.startsWith('+++ ')) return 'end';
	return rest.endsWith('<unfinished ...>') ? 'unfinished' : 'call';
}
