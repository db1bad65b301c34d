import type { ClauseJudge } from '../clause-judge.ts';
import { lossesOf } from '../losses.ts';
import { judgeRefusalMessages } from '../refusal-message.ts';

/** A loser to any other process prints the same message. */
export const judgeForeignOccupant: ClauseJudge = (story, contract, limits) => {
	const losses = lossesOf(story, contract, limits).filter((each) => each.holders.length === 0);
	return judgeRefusalMessages('foreign-occupant', contract, losses);
};
