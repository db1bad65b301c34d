export interface XmlElement {
	readonly name: string;
	readonly attributes: Readonly<Record<string, string | number>>;
	readonly children: readonly (XmlElement | string)[];
}

/** An XML element; names are the caller's own, attribute values and texts may be anything. */
export function element(
	name: string,
	attributes: XmlElement['attributes'] = {},
	children: XmlElement['children'] = [],
): XmlElement {
	return { name, attributes, children };
}

/** An XML 1.0 document in UTF-8, one element a line. Characters that XML 1.0 forbids are dropped. */
export function renderXml(root: XmlElement): string {
	return `<?xml version="1.0" encoding="UTF-8"?>\n${render(root, '').join('\n')}\n`;
}

function render({ name, attributes, children }: XmlElement, indent: string): string[] {
	const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeAttribute(String(value))}"`);
	const open = `${indent}<${name}${pairs.join('')}`;
	if (children.length === 0) return [`${open}/>`];
	const hasText = children.some((child) => typeof child === 'string');
	if (hasText) return [`${open}>${children.map(inline).join('')}</${name}>`];
	const lines = children.flatMap((child) => (typeof child === 'string' ? [] : render(child, `${indent}\t`)));
	return [`${open}>`, ...lines, `${indent}</${name}>`];
}

function inline(child: XmlElement | string): string {
	return typeof child === 'string' ? escapeText(child) : render(child, '').join('');
}

/** The complement of the production Char of XML 1.0, section 2.2. */
const forbidden = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

function escapeText(text: string): string {
	return text
		.replace(forbidden, '')
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('\r', '&#13;');
}

function escapeAttribute(text: string): string {
	return escapeText(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}
