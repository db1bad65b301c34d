import type { RunContext } from '../arena/run-context.ts';
import type { Verdict } from '../judge/finding.ts';
import type { DeclaredScenario } from './declared.ts';

/** A case may take this long in all; its own waits end far earlier, but a slow build is started up to 21 times in one. */
const caseTimeoutMs = 30 * 60_000;

/** One run of a scenario: the first, a repeat, or a retry. */
export interface PlannedRun {
	readonly caseId: string;
	readonly title: string;
	/** Whether an earlier run has answered what this one would; waits for the earlier ones when that matters. */
	isNeeded(): Promise<boolean>;
	/** What came of it; null when nothing did. */
	ended(verdict: Verdict | null): void;
}

/** The runs of a scenario in their order: repeats are cases of their own, and retries are there because the first failed. */
export function plannedRuns({ id, title }: DeclaredScenario, context: RunContext | null): PlannedRun[] {
	const { repeat = 1, retries = 0, untilFail = false } = context ?? {};
	let last: Verdict | null = null;
	let before: Promise<unknown> = Promise.resolve();
	return Array.from({ length: repeat + retries }, (_, at) => {
		const run = at + 1;
		const caseId = retries > 0 ? retryId(id, run) : repeat === 1 ? id : `${id}.${run}`;
		const earlier = before;
		const turn = Promise.withResolvers<void>();
		before = turn.promise;
		return {
			caseId,
			title: caseId === id ? title : `${title} (run ${run})`,
			async isNeeded() {
				if (retries === 0 && !untilFail) return true;
				await earlier;
				return last === null || !((retries > 0 && last !== 'fail') || (untilFail && last === 'fail'));
			},
			ended(verdict) {
				if (verdict !== null) last = verdict;
				turn.resolve();
			},
		};
	});
}

/** A retry is told apart from a repeat: it is only there because the first try failed. */
function retryId(id: string, run: number): string {
	return run === 1 ? id : `${id}.retry-${run - 1}`;
}

/**
 * @throws Error when the work lasts too long. The time in which a case waits for its turn does not count, so that Vitest's
 * own timeout does not fit.
 */
export async function withinCaseTimeout<T>(work: Promise<T>): Promise<T> {
	const late = Promise.withResolvers<never>();
	const timer = setTimeout(
		() => late.reject(new Error(`The case did not end within ${caseTimeoutMs / 60_000} minutes.`)),
		caseTimeoutMs,
	);
	try {
		return await Promise.race([work, late.promise]);
	} finally {
		clearTimeout(timer);
	}
}
