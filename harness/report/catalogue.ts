import type { FailureClass, FailureClassId } from '../contract/failure-classes.ts';

/** A scenario as the catalogue needs it. */
export interface CatalogueScenario {
	readonly id: string;
	readonly title: string;
	/** Name of its file, without extension. */
	readonly group: string;
	readonly tier: string;
	readonly shows: string;
	readonly asserts: readonly string[];
	readonly covers: readonly string[];
	readonly needs: readonly string[];
}

/** Scenarios of a group that form a table of their own. */
export interface CatalogueMatrix {
	readonly group: string;
	readonly rows: readonly { readonly id: string; readonly title: string }[];
	readonly columns: readonly { readonly id: string; readonly title: string }[];
	/** What stands where row and column meet: an id, or why that cannot occur. */
	cell(row: string, column: string): { readonly id: string } | { readonly impossible: string };
}

export interface CatalogueInput {
	readonly scenarios: readonly CatalogueScenario[];
	readonly classes: Readonly<Record<FailureClassId, FailureClass>>;
	readonly matrix: CatalogueMatrix | null;
}

const links = '[← Faults and moments](faults-and-moments.md) · [Isolation →](isolation.md)';

/** The page `docs/catalogue.md`. */
export function renderCatalogue({ scenarios, classes, matrix }: CatalogueInput): string {
	const plain = scenarios.filter(({ group }) => group !== matrix?.group);
	const inMatrix = scenarios.filter(({ group }) => group === matrix?.group);
	const counts = ['quick', 'full', 'deep'].map((tier) => [tier, scenarios.filter((each) => each.tier === tier).length]);
	const parts = [
		'<!-- Made by `npm run catalogue` from the scenarios themselves. -->',
		'# The catalogue',
		links,
		`${scenarios.length} scenarios: ${counts.map(([tier, count]) => `${count} \`${tier}\``).join(', ')}. \`--tag quick\` runs the first of these, \`--tag full\` (the default) the first two, \`--tag deep\` all of them. A filter runs what it names, whatever its tier.`,
		'## Failure classes and who covers them',
		'The classes are those of 136 public bug reports about the lock, the port and the restart of such gateways.',
		coverage(classes, plain, inMatrix),
		...[...new Set(plain.map(({ group }) => group))].flatMap((group) => [
			`## ${group.replaceAll('-', ' ').replace(/^./, (first) => first.toUpperCase())}`,
			table(plain.filter((each) => each.group === group)),
		]),
		...(matrix === null ? [] : renderMatrix(matrix, inMatrix)),
		links,
	];
	return `${parts.join('\n\n')}\n`;
}

function coverage(
	classes: CatalogueInput['classes'],
	scenarios: readonly CatalogueScenario[],
	inMatrix: readonly CatalogueScenario[],
): string {
	const rows = Object.entries(classes).map(([id, { name, invariant, outside }]) => {
		const covering = scenarios.filter(({ covers }) => covers.includes(id)).map((each) => `\`${each.id}\``);
		const cells = inMatrix.filter(({ covers }) => covers.includes(id)).length;
		const all = [...covering, ...(cells === 0 ? [] : [`${cells} cells of the matrix`])];
		return `| ${id} | ${name} | ${invariant} | ${all.length === 0 ? `none. ${outside ?? ''}` : all.join(', ')} |`;
	});
	return ['| class | | what holds where it is absent | scenarios |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function table(scenarios: readonly CatalogueScenario[]): string {
	const rows = scenarios.map(({ id, shows, asserts, covers, tier, needs }) => {
		const tags = [tier, ...needs.map((need) => `needs ${need}`)].join(', ');
		return `| \`${id}\` | ${shows} | ${asserts.join(', ')} | ${covers.join(', ')} | ${tags} |`;
	});
	return ['| id | shows that | asserts | classes | tags |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}

function renderMatrix(matrix: CatalogueMatrix, scenarios: readonly CatalogueScenario[]): string[] {
	const tierOf = new Map(scenarios.map(({ id, tier }) => [id, tier]));
	const impossible = new Map<string, string[]>();
	const rows = matrix.rows.map((row) => {
		const cells = matrix.columns.map((column) => {
			const cell = matrix.cell(row.id, column.id);
			if ('id' in cell) return tierOf.get(cell.id) ?? 'missing';
			const where = impossible.get(cell.impossible) ?? [];
			impossible.set(cell.impossible, [...where, `${row.title} × ${column.title}`]);
			return '–';
		});
		return `| ${row.title} | ${cells.join(' | ')} |`;
	});
	const reasons = [...impossible].map(([reason, where]) => `| ${reason} | ${where.join('; ')} |`);
	return [
		'## Moment × fault',
		`${scenarios.length} scenarios, \`${matrix.group}-<moment>-<fault>\`: each brings a gateway to the moment, lets the fault hit it, ends what is left of it, and starts the next one. The word in a cell is the tier, a dash stands for what cannot occur.`,
		[
			`| | ${matrix.columns.map(({ title }) => title).join(' | ')} |`,
			`| --- |${' --- |'.repeat(matrix.columns.length)}`,
			...rows,
		].join('\n'),
		'### What cannot occur',
		['| why | where |', '| --- | --- |', ...reasons].join('\n'),
	];
}
