import type { ClauseJudge } from '../clause-judge.ts';
import { lossesOf } from '../losses.ts';
import { judgeRefusalMessages } from '../refusal-message.ts';

/** A loser to another gateway prints the whole message, with the real port and nothing appended. */
export const judgeExactErrorInUse: ClauseJudge = (story, contract, limits) => {
	const losses = lossesOf(story, contract, limits).filter((each) => each.holders.length > 0);
	return judgeRefusalMessages('exact-error-in-use', contract, losses);
};
