/** One line of a trace: a call, a signal, or a death. */
export type TraceEntry =
	| {
			readonly kind: 'call';
			readonly pid: number;
			readonly atS: number;
			readonly name: string;
			readonly args: string;
			/** As printed after `=`: `0`, `-1 EADDRINUSE (Address already in use)`, `?`; null when it never returned. */
			readonly result: string | null;
			readonly injected: boolean;
			readonly line: string;
	  }
	| {
			readonly kind: 'signal';
			readonly pid: number;
			readonly atS: number;
			readonly signal: string;
			readonly line: string;
	  }
	| { readonly kind: 'end'; readonly pid: number; readonly atS: number; readonly how: string; readonly line: string };

/** Parses the output of `strace -f -ttt -o`. A call that is interrupted by another thread's line is joined again. */
export function parseTrace(text: string): TraceEntry[] {
	const entries: TraceEntry[] = [];
	const unfinished = new Map<string, { name: string; args: string }>();
	for (const line of text.split('\n')) {
		const head = /^(\d+) +(\d+\.\d+) (.*)$/.exec(line);
		if (head === null) continue;
		const pid = Number(head[1]);
		const atS = Number(head[2]);
		const rest = head[3] ?? '';
		const signal = /^--- (SIG\w+|stopped by SIG\w+)/.exec(rest);
		const end = /^\+\+\+ (.*) \+\+\+$/.exec(rest);
		if (signal) {
			entries.push({ kind: 'signal', pid, atS, signal: signal[1] ?? '', line });
		} else if (end) {
			entries.push({ kind: 'end', pid, atS, how: end[1] ?? '', line });
		} else {
			const call = parseCall(rest, pid, unfinished);
			if (call) entries.push({ kind: 'call', pid, atS, ...call, line });
		}
	}
	for (const [key, { name, args }] of unfinished) {
		const pid = Number(key.split(' ')[0]);
		entries.push({
			kind: 'call',
			pid,
			atS: Number.POSITIVE_INFINITY,
			name,
			args,
			result: null,
			injected: false,
			line: `${name}(${args}`,
		});
	}
	return entries;
}

type Call = { name: string; args: string; result: string | null; injected: boolean };

function parseCall(rest: string, pid: number, unfinished: Map<string, { name: string; args: string }>): Call | null {
	const begun = /^(\w+)\((.*?) ?<unfinished \.\.\.>$/.exec(rest);
	if (begun) {
		unfinished.set(`${pid} ${begun[1]}`, { name: begun[1] ?? '', args: begun[2] ?? '' });
		return null;
	}
	const resumed = /^<\.\.\. (\w+) resumed>(.*)$/.exec(rest);
	if (resumed) {
		const key = `${pid} ${resumed[1]}`;
		const start = unfinished.get(key);
		unfinished.delete(key);
		return start ? split(start.name, `${start.args}${resumed[2]}`) : null;
	}
	const whole = /^(\w+)\((.*)$/.exec(rest);
	return whole ? split(whole[1] ?? '', whole[2] ?? '') : null;
}

function split(name: string, text: string): Call {
	const match = /^(.*)\) += (.*?)( \((?:INJECTED|DELAYED)[^)]*\))?$/.exec(text);
	if (match === null) return { name, args: text, result: null, injected: false };
	return { name, args: match[1] ?? '', result: match[2] ?? null, injected: match[3]?.includes('INJECTED') ?? false };
}
