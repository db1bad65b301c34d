import { matrixCells, scenario, tellCell } from '../harness/index.ts';

for (const cell of matrixCells()) {
	const { id, title, shows, asserts, covers, moment } = cell;
	const isTraced = moment === 'before-bind' || moment === 'bound-not-listening';
	scenario(
		title,
		{ id, shows, asserts, covers, tags: ['deep'], needs: isTraced ? ['strace'] : [] },
		async ({ arena }) => {
			await tellCell(arena, cell);
		},
	);
}
