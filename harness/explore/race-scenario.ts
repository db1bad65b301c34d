import type { ClauseId } from '../contract/clause-ids.ts';
import { raceWords } from './messages.ts';
import type { HeldSchedule } from './race-plan.ts';

/** A schedule as the text of a scenario file. Pure. */
export function raceScenario({ from, held, after, rivalPort, hasThird }: HeldSchedule, clause: ClauseId): string {
	const kill = killSteps(from);
	const nth = after.nth === 1 ? '' : `, nth: ${after.nth}`;
	const isKilled = from === 'killed';
	const isDead = kill.length > 0 && !isKilled;
	const names = ['holdAfter', ...(isDead ? ['killAfter'] : []), 'scenario', ...(isKilled ? ['sigkill'] : [])];
	return [
		`import { ${names.join(', ')} } from 'gatelock';`,
		'',
		'scenario(',
		`	${quote(raceWords.title(held, after.number, rivalPort))},`,
		`	{ asserts: [${quote(clause)}], needs: ['strace'] },`,
		'	async ({ arena }) => {',
		...kill.map((step) => `		${step}`),
		`		const held = await holdAfter(arena, { during: '${held}', after: ${quote(after.maskedCall)}${nth} });`,
		`		await arena.start(${rivalPort === 'other' ? '{ port: await arena.anotherPort() }' : ''});`,
		'		await held.goOn();',
		...(hasThird ? ['		await arena.start();'] : []),
		'	},',
		');',
		'',
	].join('\n');
}

/** The steps of a schedule, for people. Pure. */
export function raceStory({ from, held, after, rivalPort, hasThird }: HeldSchedule): string[] {
	return [
		raceWords.from(from),
		raceWords.held(held, after.text),
		raceWords.other(rivalPort),
		raceWords.goesOn,
		...(hasThird ? [raceWords.third] : []),
	];
}

function killSteps(from: string): string[] {
	if (from === 'clean') return [];
	if (from === 'killed') return ['const before = await arena.start();', 'await before.inject(sigkill);'];
	return from.split('/').map((step) => `await killAfter(arena, { call: ${step.split(':')[1]} });`);
}

function quote(text: string): string {
	return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
