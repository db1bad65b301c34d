/**
 * What may not reach a terminal as it is: C0 and C1 controls (ANSI codes begin with one), format and ignorable
 * characters (bidi overrides, zero-width), every space but the common one (a message with a no-break space is not
 * exact, and looks it), separators, private use, and lone surrogates.
 */
const unsafe = /[\p{Cc}\p{Cf}\p{DI}\p{Zl}\p{Zp}\p{Co}\p{Cs}]|(?! )\p{Zs}/gu;

const shortNames: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * Makes control and invisible characters of a foreign text visible, as JavaScript would write them (`\x1b`, `\u202e`),
 * so that a gateway cannot move the cursor, change colours or reorder a line in the reader's terminal.
 */
export function visible(text: string): string {
	return text.replace(unsafe, (char) => shortNames[char] ?? escapeOf(char.codePointAt(0) ?? 0));
}

/** Cuts a text to at most `maxChars` UTF-16 units, never through a pair, and says how much is missing. */
export function bounded(text: string, maxChars: number): string {
	if (text.length <= maxChars) return text;
	const lastUnit = text.charCodeAt(maxChars - 1);
	const cutsThroughPair = lastUnit >= 0xd800 && lastUnit <= 0xdbff;
	const kept = text.slice(0, cutsThroughPair ? maxChars - 1 : maxChars);
	return `${kept}… (+${text.length - kept.length} characters)`;
}

function escapeOf(codePoint: number): string {
	const hex = codePoint.toString(16);
	if (codePoint <= 0xff) return `\\x${hex.padStart(2, '0')}`;
	if (codePoint <= 0xffff) return `\\u${hex.padStart(4, '0')}`;
	return `\\u{${hex}}`;
}
