import path from 'node:path';

/** Programs that run the file that their first argument names. */
const interpreters = /^(node|nodejs|bun|deno|tsx|python|python3|ruby|perl|sh|bash|dash)[\d.]*$/;

/** Options of theirs that take no value beside them, so that the next word may be the script. */
const flags = /^--?(no-\w[\w-]*|enable-source-maps|trace-\w[\w-]*|experimental-\w[\w-]*|inspect(-brk)?|u|B|O|E|s|x)$/;

/** A name that nothing but a file has. */
const fileName = /\.([mc]?[jt]s|[jt]sx|py|rb|pl|sh)$/i;

/**
 * Where in a command an interpreter's script stands; null when there is none, or when that is not certain (an option
 * before it may take the word as its value). `env` and its assignments may stand before the interpreter. Pure.
 */
export function scriptIndex(words: readonly string[]): number | null {
	const first = words.findIndex((word) => path.basename(word) !== 'env' && !/^\w+=/.test(word));
	if (first < 0 || !interpreters.test(path.basename(words[first] ?? ''))) return null;
	const after = words.slice(first + 1);
	const script = after.findIndex((word) => !(flags.test(word) || /^--[\w-]+=/.test(word)));
	const word = after[script];
	return word === undefined || word.startsWith('-') || !fileName.test(word) ? null : first + 1 + script;
}
