const names = [
	'ink',
	'muted',
	'faint',
	'rule',
	'paper',
	'panel',
	'fail',
	'pass',
	'fault',
	'accent',
	'frozen',
	'foreign',
	'limit',
] as const;
type Name = (typeof names)[number];

/** The colours that the style gives, as the browser resolves them for the scheme in use. */
export interface Colors extends Readonly<Record<Name, string>> {
	readonly owners: readonly string[];
}

const owners = 8;

export function readColors(): Colors {
	const probe = document.createElement('i');
	document.body.append(probe);
	const read = (name: string) => {
		probe.style.color = `var(--${name})`;
		return getComputedStyle(probe).color;
	};
	const colors = Object.fromEntries(names.map((name) => [name, read(name)])) as Record<Name, string>;
	const result = { ...colors, owners: Array.from({ length: owners }, (_, index) => read(`owner-${index}`)) };
	probe.remove();
	return result;
}

/** An instance's colour: g1 has the first one. Others (occupants) have their own. */
export function colorOf(owner: string, colors: Colors): string {
	const number = Number(/^g(\d+)$/.exec(owner)?.[1] ?? Number.NaN);
	return colors.owners[(number - 1) % owners] ?? colors.foreign;
}
