import type { Clause } from '../contract/contract.ts';
import type { Limit } from '../contract/limits.ts';
import type { ClauseResult, Finding, Verdict } from '../judge/finding.ts';
import type { DiffPart } from '../report/character-diff.ts';
import type { CaseReport } from '../report/report.ts';
import type { Timeline } from '../timeline/events.ts';

/** What the page shows first. It stands in the page as JSON; each case's record stands beside it, and is read when it is opened. */
export interface PageData {
	readonly gateway: string;
	readonly verdict: Verdict;
	/** The verdict of the run in one sentence. */
	readonly sentence: string;
	readonly facts: readonly Fact[];
	readonly limits: readonly Limit[];
	readonly clauses: readonly PageClause[];
	readonly groups: readonly FindingPlace[];
	readonly cases: readonly PageCase[];
	/** What is not in the page, and why. */
	readonly notes: readonly string[];
}

export interface Fact {
	readonly label: string;
	readonly text: string;
	/** A command or a path: set in a fixed pitch. */
	readonly isCode: boolean;
}

export interface PageClause extends Partial<Pick<Clause, 'quote' | 'judged'>> {
	readonly id: string;
	readonly status: ClauseResult['status'];
	/** Cases that put it to the test. */
	readonly exercised: number;
}

/** One thing that broke: the first case that saw it, which of its findings it is, and all cases that saw it. */
export interface FindingPlace {
	readonly case: number;
	readonly finding: number;
	readonly cases: readonly number[];
}

export interface PageFinding extends Finding {
	readonly difference: readonly DiffPart[];
}

export interface PageCase
	extends Pick<
		CaseReport,
		'id' | 'title' | 'verdict' | 'asserts' | 'durationMs' | 'runs' | 'repeat' | 'reason' | 'folder'
	> {
	/** In the order of the page's clauses. */
	readonly statuses: readonly (ClauseResult['status'] | null)[];
	readonly findings: readonly PageFinding[];
	/** What an explorer or a storm did, step by step. */
	readonly story: readonly string[];
	/** How many events its record in this page has; null when none is in it. */
	readonly events: number | null;
}

/** One case's record as it stands in the page. */
export interface CaseRecord {
	readonly timeline: Timeline;
	readonly bands: readonly Band[];
}

/** A time limit as it applied to one instance. All times in milliseconds, `from` and `to` since the case began. */
export interface Band {
	readonly instance: string;
	readonly clause: Limit['clause'];
	readonly from: number;
	/** With the factor for an instance that the harness slowed down. */
	readonly limitMs: number;
	readonly slowdown: number;
	/** When it was met, or how long the harness looked. */
	readonly to: number;
	/** What counts against the limit: the wall's time without what the processes got no core for. */
	readonly countedMs: number;
	readonly wallMs: number;
	/** `unmet`: what had to happen did not. */
	readonly outcome: 'within' | 'over' | 'unmet';
}
