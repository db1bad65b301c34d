import { countOf } from './messages.ts';
import type { StormFinding, StormReport } from './storm-report.ts';
import { repeatLines } from './terminal-repeat.ts';
import { visible } from './visible.ts';

/** The report of `gatelock storm` for a terminal. Pure. */
export function renderStormReport(report: StormReport): string {
	const { totals, abilities } = report;
	const lacking = [
		...(abilities.ownPids ? [] : ['reused pids (they need namespaces)']),
		...(abilities.traced ? [] : ['kills at the bind (they need strace, and a gateway that binds)']),
		...(abilities.inProcess ? [] : ['faults inside the process (they need a Node gateway)']),
	];
	return [
		`Storm over ${visible(report.gateway)}, judged by ${report.contract}`,
		`Isolation: ${report.isolation}`,
		`Seed ${report.seed}, stories of up to ${report.steps} steps${lacking.length > 0 ? `, without ${lacking.join(' and ')}` : ''}`,
		'',
		...report.findings.flatMap((finding, at) => [...renderFinding(finding, at + 1, report.folder), '']),
		...withoutVerdictLines(report),
		`${countStories(totals.stories)}: ${totals.passed} passed, ${totals.failed} failed, ${totals.invalid} invalid, ${totals.skipped} skipped; ${countOf(totals.steps, 'step')}${totals.notTaken > 0 ? ` (and ${totals.notTaken} not taken: the moment of the kill never came)` : ''}, ${countOf(totals.starts, 'start')}, ${totals.storiesPerMinute.toFixed(1)} stories a minute`,
		`${countOf(totals.states, 'state')} and ${countOf(totals.transitions, 'transition')} of the model seen, ${countOf(totals.findings, 'finding')}`,
		'A random sample: what was not told here is not known. Not deterministic:',
		...report.notDeterministic.map((sentence) => `  - ${sentence}`),
		...(report.resume === null ? [] : [`To go on: ${report.resume}`]),
		`Record: ${report.folder}`,
		`Verdict: ${report.verdict}`,
	].join('\n');
}

/** How many, which, and why the first of them. */
function withoutVerdictLines({ totals, withoutVerdict }: StormReport): string[] {
	const [first] = withoutVerdict;
	if (first === undefined) return [];
	const count = Math.max(totals.invalid + totals.skipped, withoutVerdict.length);
	const numbers = [...new Set(withoutVerdict.map(({ story }) => story))].join(', ');
	const which = count > withoutVerdict.length ? `the first: ${numbers}` : numbers;
	return [
		`Without a verdict: ${count} of ${countStories(totals.stories)} (${which}). Story ${first.story}: ${visible(first.reason)}`,
		'',
	];
}

function countStories(count: number): string {
	return `${count} ${count === 1 ? 'story' : 'stories'}`;
}

function renderFinding(finding: StormFinding, number: number, folder: string): string[] {
	const { first, repeated, story, stepsBefore, shrinkRuns } = finding;
	return [
		`${number}. ${finding.clause}: ${visible(finding.message)}`,
		...story.map((step) => `   - ${visible(step)}`),
		...finding.evidence.map(({ t, text }) => `   ${`${Math.round(t)} ms`.padStart(9)}  ${visible(text)}`),
		...finding.also.map((other) => `   Broken with it: ${visible(other)}`),
		shrinkRuns > 0
			? `   Shrunk from ${stepsBefore} steps to ${story.length} by ${shrinkRuns} runs; the first story broke in ${first.failed} of ${first.runs} more runs`
			: `   Not shrunk: ${first.failed} of ${first.runs} more runs of the story broke`,
		`   Repeated: ${repeated.failed} of ${repeated.runs} runs of this story broke the contract`,
		...repeatLines(folder, finding),
	];
}
