/** A word as a shell takes it back, quoted where it must be. */
export function quoteForShell(word: string): string {
	return /^[\w@./:-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
