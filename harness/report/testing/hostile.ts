/** What a gateway may print to trouble the reader: ANSI, NUL, bidi overrides, zero width, C1, half a pair, a huge line. */
export const hostileTexts = [
	'\u001b[2J\u001b[31mred\u001b[0m \u001b]0;title\u0007',
	'\u0000\b\r\n\t\u007f\u009b1m',
	'\u202egnp.exe\u2066 \u200b\u2028\u2029\ufeff\u00a0',
	'\ud800 \udc00 \ufffe \uffff',
	']]>&<"\' <!-- &#0; <![CDATA[',
	`${'x'.repeat(1024 * 1024)}\u001b[0m`,
] as const;

/** Everything that must not stand in a report as it is, but for the newline and the reporter's own SGR codes. */
export const unsafeInTerminal = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/u;

/** The reporter's own colour codes: what is left when they are taken out must be plain. */
export function withoutOwnColors(text: string): string {
	return text.replace(/\u001b\[(?:1|2|22|31|32|33|39)m/g, '');
}
