import type { Contract } from '../contract/contract.ts';
import { documentWords } from '../contract/document-words.ts';
import { characterDiff } from '../report/character-diff.ts';
import { casesThatExercised } from '../report/count-cases.ts';
import { groupFindings } from '../report/group-findings.ts';
import { messages as reportMessages } from '../report/messages.ts';
import type { CaseReport, Report } from '../report/report.ts';
import { formatDuration } from '../report/time-text.ts';
import { pageMessages as say } from './messages.ts';
import type { Fact, FindingPlace, PageCase, PageData, PageFinding } from './page-data.ts';

/** What an explorer or a storm adds to the report of its cases. */
export interface Exploration {
	/** "Complete within …". */
	readonly bound: string | null;
	/** What was done in a case, step by step, by the case's id. */
	readonly stories: ReadonlyMap<string, readonly string[]>;
}

export const noExploration: Exploration = { bound: null, stories: new Map() };

/** What the page shows of a report. `events`: of each case, by its place, how many events of its record are in the page. Pure. */
export function pageDataOf(
	report: Report,
	contract: Contract,
	events: readonly (number | null)[],
	exploration: Exploration = noExploration,
): Omit<PageData, 'notes'> {
	return {
		gateway: report.gateway,
		verdict: report.verdict,
		sentence: sentenceOf(report),
		facts: factsOf(report, contract, exploration.bound),
		limits: report.limits,
		clauses: report.clauses.map(({ id, status }) => ({
			id,
			status,
			exercised: casesThatExercised(id, report.cases).length,
			...textsOf(contract, id),
		})),
		groups: groupsOf(report.cases),
		cases: report.cases.map((each, index) =>
			pageCaseOf(each, report, { events: events[index] ?? null, story: exploration.stories.get(each.id) ?? [] }),
		),
	};
}

function textsOf(contract: Contract, id: CaseReport['clauses'][number]['id']) {
	const clause = contract.clauses[id];
	return clause === undefined ? {} : { quote: documentWords(clause), judged: clause.judged };
}

function sentenceOf({ verdict, cases, clauses, reason }: Report): string {
	const with_ = (wanted: CaseReport['verdict']) => cases.filter((each) => each.verdict === wanted).length;
	switch (verdict) {
		case 'fail':
			return say.broken(clauses.filter(({ status }) => status === 'broken').length, with_('fail'), cases.length);
		case 'flaky':
			return say.flaky(with_('flaky'), cases.length);
		case 'pass':
			return say.pass(
				clauses.filter(({ status }) => status === 'holds').length,
				clauses.filter(({ status }) => status === 'not-exercised').length,
				cases.length - with_('skipped'),
			);
		case 'invalid':
		case 'skipped':
			return say.invalid(reason, with_('invalid'), cases.length);
	}
}

function factsOf(report: Report, contract: Contract, bound: string | null): Fact[] {
	const { facts } = say;
	const fact = (label: string, text: string | undefined, isCode = false): Fact[] =>
		text === undefined || text === '' ? [] : [{ label, text, isCode }];
	const versions = Object.entries(report.versions).map(([name, version]) => `${name} ${version}`);
	return [
		...fact(facts.build, report.gateway, true),
		...fact(facts.contract, `${report.contract}, ${contract.title}`),
		...fact(facts.isolation, report.isolation),
		...fact(facts.versions, versions.join(', ')),
		...fact(facts.baseline, baselineText(report)),
		...fact(facts.control, report.control),
		...fact(facts.bound, bound ?? undefined),
		...fact(facts.seed, String(report.seed)),
		...fact(facts.took, report.durationMs > 0 ? formatDuration(report.durationMs) : undefined),
		...fact(facts.folder, report.folder, true),
	];
}

function baselineText({ baseline }: Report): string | undefined {
	if (baseline === undefined) return undefined;
	const { coldStartMs, warmStartMs, failStartMs } = baseline;
	return [
		reportMessages.coldStart(coldStartMs),
		reportMessages.warmStart(warmStartMs),
		reportMessages.failStart(failStartMs),
	].join(', ');
}

function groupsOf(cases: readonly CaseReport[]): FindingPlace[] {
	return groupFindings(cases).flatMap((group): FindingPlace[] => {
		const [first] = group.cases;
		if (first === undefined) return [];
		const places = group.cases.map((each) => cases.indexOf(each));
		return [{ case: cases.indexOf(first), finding: first.findings.indexOf(group.finding), cases: places }];
	});
}

function pageCaseOf(each: CaseReport, report: Report, rest: Pick<PageCase, 'events' | 'story'>): PageCase {
	const { id, title, verdict, asserts, durationMs, runs, repeat, reason, folder } = each;
	return {
		...{ id, title, verdict, asserts, durationMs, runs, ...rest },
		...(repeat === undefined ? {} : { repeat }),
		...(reason === undefined ? {} : { reason }),
		...(folder === undefined ? {} : { folder }),
		statuses: report.clauses.map((clause) => each.clauses.find((own) => own.id === clause.id)?.status ?? null),
		findings: each.findings.map((finding): PageFinding => {
			const { expected, actual } = finding;
			const difference = expected === undefined || actual === undefined ? [] : characterDiff(expected, actual);
			return { ...finding, difference };
		}),
	};
}
