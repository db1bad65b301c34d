/** Source, its maps, its caches and its compressed copies: a module about locks is no lock. */
const source =
	/\.(?:[cm]?[jt]sx?|map|css|html?|mdx?|wasm|node|py[cio]?|rb|go|rs|java|c|h|cc|cpp|hpp|so|woff2?|ttf)(?:\.(?:gz|br|zst|map))?$/i;

/** Documents, tables, pictures, sounds and archives of the user: a manual for owners owns nothing. */
const document =
	/\.(?:pdf|docx?|odt|rtf|epub|csv|tsv|xlsx?|ods|pptx?|odp|svg|png|jpe?g|gif|webp|avif|heic|bmp|tiff?|ico|mp[34]|m4[av]|wav|ogg|flac|mov|webm|zip|t?gz|tar)$/i;

/** Which words of a name may say that it is a lock. */
export type WordsThatCount = 'any' | 'last' | 'none';

/**
 * How much a name's lock word weighs. In a plain text any program may keep a mark as well as a user his notes, so the
 * word has to be what the file is called. A source or a document is about locks, unless its content shows that it is
 * neither.
 *
 * @returns `any` word counts, only the `last` one, or `none`. Pure.
 */
export function wordsThatCount(name: string, content: string | undefined): WordsThatCount {
	if (/\.te?xt$/i.test(name)) return 'last';
	if (!source.test(name) && !document.test(name)) return 'any';
	return content !== undefined && isMereMark(content) ? 'last' : 'none';
}

/** Nothing, one word or number, or JSON: an owner's mark under a borrowed extension. No source or document is so short. */
function isMereMark(content: string): boolean {
	const text = content.replaceAll('\u0000', '').trim();
	if (/^[\p{L}\p{N}_.:@-]*$/u.test(text)) return true;
	try {
		return typeof JSON.parse(text) === 'object';
	} catch {
		return false;
	}
}
