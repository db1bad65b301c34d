/** A call's arguments as strace prints them, split at the commas that separate them. Pure. */
export function splitArguments(args: string): string[] {
	const parts: string[] = [];
	let depth = 0;
	let isQuoted = false;
	let from = 0;
	for (let at = 0; at < args.length; at++) {
		const character = args[at];
		if (isQuoted) {
			if (character === '\\') at++;
			else if (character === '"') isQuoted = false;
		} else if (character === '"') isQuoted = true;
		else if ('([{<'.includes(character ?? ' ')) depth++;
		else if (')]}'.includes(character ?? ' ') || (character === '>' && args[at - 1] !== '-')) depth--;
		else if (character === ',' && depth === 0) {
			parts.push(args.slice(from, at).trim());
			from = at + 1;
		}
	}
	const last = args.slice(from).trim();
	return last === '' ? parts : [...parts, last];
}

/** The text between quotes, its escapes undone; null for an argument that is no string. Pure. */
export function stringOf(argument: string | undefined): string | null {
	const [, text] = /^"(.*)"(?:\.\.\.)?$/s.exec(argument ?? '') ?? [];
	return text === undefined ? null : unescaped(text);
}

/** The path that `-y` prints beside a descriptor: `3</home/x>`; null for what is no file. Pure. */
export function pathOfDescriptor(argument: string | undefined): string | null {
	const [, text] = /^(?:-?\d+|AT_FDCWD)<(.*?)>(?:\(deleted\))?$/s.exec(argument ?? '') ?? [];
	return text?.startsWith('/') ? unescaped(text) : null;
}

function unescaped(text: string): string {
	const names: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', v: '\v', f: '\f' };
	const bytes: number[] = [];
	const plain = text.replaceAll(/\\([0-7]{1,3}|x[0-9a-f]{2}|.)|([^\\]+)/gs, (_, code?: string, rest?: string) => {
		if (rest !== undefined) bytes.push(...Buffer.from(rest));
		else if (code !== undefined && /^[0-7]/.test(code)) bytes.push(Number.parseInt(code, 8));
		else if (code !== undefined && /^x[0-9a-f]{2}$/.test(code)) bytes.push(Number.parseInt(code.slice(1), 16));
		else bytes.push(...Buffer.from(names[code ?? ''] ?? code ?? ''));
		return '';
	});
	return plain === '' ? Buffer.from(bytes).toString('utf8') : text;
}
