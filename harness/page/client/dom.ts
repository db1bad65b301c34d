import { visible } from '../../report/visible.ts';

type Child = Node | string | null | readonly Child[];
type Handler = (event: never) => void;
type Attributes = Readonly<Record<string, string | number | boolean | null | undefined | Handler>>;

/** More of one text in one place is cut, with a note: a browser lays out a megabyte in a line for minutes. */
const maxShownChars = 4_200;

/** An element. Children that are strings become text, never markup, with control and bidi characters made visible. */
export function h<K extends keyof HTMLElementTagNameMap>(
	tag: K,
	attributes: Attributes = {},
	...children: Child[]
): HTMLElementTagNameMap[K] {
	const element = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes)) {
		if (typeof value === 'function') element.addEventListener(name, value as EventListener);
		else if (value !== null && value !== undefined && value !== false) {
			element.setAttribute(name, value === true ? '' : shown(String(value)));
		}
	}
	append(element, children);
	return element;
}

/** A foreign text as it may be shown. */
export function shown(text: string, maxChars = maxShownChars): string {
	if (text.length <= maxChars) return visible(text);
	return `${visible(text.slice(0, maxChars))}… (+${text.length - maxChars} characters)`;
}

/** Replaces all children. */
export function fill(parent: Element, ...children: Child[]): void {
	parent.replaceChildren();
	append(parent, children);
}

function append(parent: Element, children: readonly Child[]): void {
	for (const child of children) {
		if (child === null) continue;
		if (typeof child === 'string') parent.append(shown(child));
		else if (child instanceof Node) parent.append(child);
		else append(parent, child);
	}
}
