import { h } from './dom.ts';

const key = 'gatelock-theme';
const themes = ['auto', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];

const marks: Readonly<Record<Theme, string>> = { auto: '◐', light: '○', dark: '●' };
const listeners = new Set<() => void>();

/** As the system says, light, or dark; kept where the browser allows a page from disk to keep anything. */
export function themeButton(): HTMLElement {
	const button = h('button', { type: 'button', class: 'icon', click: () => turnTheme() });
	const show = () => {
		button.textContent = marks[current()];
		button.setAttribute('aria-label', `Colours: ${current()}. Change`);
		button.title = `Colours: ${current()} (t)`;
	};
	listeners.add(show);
	show();
	return button;
}

export function turnTheme(): void {
	const next = themes[(themes.indexOf(current()) + 1) % themes.length] ?? 'auto';
	document.documentElement.dataset.theme = next;
	try {
		localStorage.setItem(key, next);
	} catch {
		// A page from disk may have no storage: then it lasts as long as the page.
	}
	for (const listener of listeners) listener();
}

export function startTheme(): void {
	let kept: string | null = null;
	try {
		kept = localStorage.getItem(key);
	} catch {
		// As above.
	}
	document.documentElement.dataset.theme = themes.find((theme) => theme === kept) ?? 'auto';
	matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
		for (const listener of listeners) listener();
	});
}

/** Calls back when colours change; for what is drawn and not styled. */
export function onThemeChange(listener: () => void): () => void {
	listeners.add(listener);
	return () => listeners.delete(listener);
}

function current(): Theme {
	return (document.documentElement.dataset.theme as Theme | undefined) ?? 'auto';
}
