import type { ClauseId } from '../contract/clause-ids.ts';
import { raceWords } from './race-messages.ts';
import type { HeldSchedule, NamedCall } from './schedule.ts';

/** A schedule as the text of a scenario file. Pure. */
export function raceScenario(schedule: HeldSchedule, clause: ClauseId): string {
	const { from, held, after, rivalAfter, rivalPort, hasThird } = schedule;
	const kill = killSteps(from);
	const elsewhere = rivalPort === 'other' ? ['port: await arena.anotherPort()'] : [];
	const isKilled = from === 'killed';
	const isDead = kill.length > 0 && !isKilled;
	const names = ['holdAfter', ...(isDead ? ['killAfter'] : []), 'scenario', ...(isKilled ? ['sigkill'] : [])];
	return [
		`import { ${names.join(', ')} } from 'gatelock';`,
		'',
		'scenario(',
		`	${quote(raceWords.title(held, after.number, rivalAfter?.number ?? null, rivalPort))},`,
		`	{ asserts: [${quote(clause)}], needs: ['strace'] },`,
		'	async ({ arena }) => {',
		...kill.map((step) => `		${step}`),
		`		const held = await holdAfter(arena, { ${[`during: '${held}'`, ...callOf(after)].join(', ')} });`,
		...(rivalAfter === null
			? [`		await arena.start(${elsewhere.length > 0 ? `{ ${elsewhere.join(', ')} }` : ''});`]
			: [
					`		const rival = await holdAfter(arena, { ${["during: 'start'", ...callOf(rivalAfter), ...elsewhere].join(', ')} });`,
				]),
		'		await held.goOn();',
		...(rivalAfter === null ? [] : ['		await rival.goOn();']),
		...(hasThird ? ['		await arena.start();'] : []),
		'	},',
		');',
		'',
	].join('\n');
}

/** The steps of a schedule, for people. Pure. */
export function raceStory({ from, held, after, rivalAfter, rivalPort, hasThird }: HeldSchedule): string[] {
	return [
		raceWords.from(from),
		raceWords.held(held, after.text),
		raceWords.other(rivalPort, rivalAfter?.text ?? null),
		raceWords.goesOn,
		...(rivalAfter === null ? [] : [raceWords.otherGoesOn]),
		...(hasThird ? [raceWords.third] : []),
	];
}

function killSteps(from: string): string[] {
	if (from === 'clean') return [];
	if (from === 'killed') return ['const before = await arena.start();', 'await before.inject(sigkill);'];
	return from.split('/').map((step) => `await killAfter(arena, { call: ${step.split(':')[1]} });`);
}

function callOf({ maskedCall, nth }: NamedCall): string[] {
	return [`after: ${quote(maskedCall)}`, ...(nth === 1 ? [] : [`nth: ${nth}`])];
}

function quote(text: string): string {
	return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
