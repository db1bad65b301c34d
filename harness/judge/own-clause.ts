import { z } from 'zod';
import type { OwnClauseId } from '../contract/clause-ids.ts';
import type { Contract } from '../contract/contract.ts';
import type { Limit } from '../contract/limits.ts';
import type { Timeline } from '../timeline/events.ts';
import { statusOf } from './clause-judge.ts';
import { type ClauseResult, evidenceSchema } from './finding.ts';
import { clauseMistakes } from './messages.ts';
import type { Story } from './story-model.ts';

/** What a clause judges by; nothing of it may be changed. */
export interface ClauseInput {
	/** Every event of the case, in order. */
	readonly timeline: Timeline;
	/** The same as a model: instances with their listeners, lines, faults and ends; clients; audits; occupants. */
	readonly story: Story;
	readonly contract: Contract;
	readonly limits: readonly Limit[];
}

/** One way in which a clause was broken; the kit adds the clause's id. */
export interface OwnFinding {
	/** One sentence: what happened. Cases with the same sentence become one finding of the report. */
	readonly message: string;
	/** What happened when, `t` in milliseconds since the case began. */
	readonly evidence?: readonly { readonly t: number; readonly text: string }[];
	readonly expected?: string;
	readonly actual?: string;
}

/** What a clause says of one case. */
export interface OwnJudgement {
	/** Whether the case put the clause to the test at all; without that it never counts as holding. */
	readonly exercised: boolean;
	readonly findings: readonly OwnFinding[];
}

/** A clause of a project's own. It is judged on every case and reported like the document's. */
export interface OwnClause {
	/** A word of the project, a colon, and the clause: `acme:quiet-loser`. */
	readonly id: OwnClauseId;
	/** The words of the document that promises it, quoted in every finding. */
	readonly quote: string;
	/** What is judged, one sentence. */
	readonly judged: string;
	/** What must happen in a case so that it can be judged: the end of "it takes …". */
	readonly exercisedBy: string;
	/** Pure: the same record gives the same findings. Works on a finished record, so it is never asynchronous. */
	judge(input: ClauseInput): OwnJudgement;
}

/**
 * Types a clause of a project's own; name it in `clauses` of the config file.
 *
 * @remarks Since 0.1.0
 */
export function defineClause(clause: OwnClause): OwnClause {
	return clause;
}

/** Longer texts are a mistake of the clause: a report is read by people. */
const maxTextCharacters = 2_000;
const maxFindings = 100;

const text = z.string().min(1).max(maxTextCharacters);
const judgementSchema = z.object({
	exercised: z.boolean(),
	findings: z
		.array(
			z.object({
				message: text,
				evidence: z.array(evidenceSchema.extend({ text })).default([]),
				expected: text.optional(),
				actual: text.optional(),
			}),
		)
		.max(maxFindings),
});

/** Judges by a clause of the project's own. A clause that throws, or answers in another shape, is reported as mistaken. */
export function judgeOwnClause(clause: OwnClause, input: ClauseInput): ClauseResult {
	const mistaken = (error: string): ClauseResult => ({ id: clause.id, status: 'not-exercised', findings: [], error });
	let answer: unknown;
	try {
		answer = clause.judge(input);
	} catch (error) {
		return mistaken(clauseMistakes.threw(error));
	}
	const judgement = judgementSchema.safeParse(answer);
	if (!judgement.success) return mistaken(clauseMistakes.shape(z.prettifyError(judgement.error)));
	const { exercised, findings } = judgement.data;
	return {
		id: clause.id,
		status: statusOf(exercised, findings.length),
		findings: findings.map(({ message, evidence, expected, actual }) => ({
			clause: clause.id,
			message,
			evidence,
			...(expected === undefined ? {} : { expected }),
			...(actual === undefined ? {} : { actual }),
		})),
	};
}
