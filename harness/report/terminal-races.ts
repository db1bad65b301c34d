import type { RaceFinding, RaceReport } from './race-report.ts';
import { repeatLines } from './terminal-repeat.ts';
import { visible } from './visible.ts';

/** The report of `gatelock explore races` for a terminal. Pure. */
export function renderRaceReport(report: RaceReport): string {
	const { totals } = report;
	return [
		`Races of ${visible(report.gateway)}, judged by ${report.contract}`,
		`Isolation: ${report.isolation}`,
		'',
		...report.states.map(({ from, callsSeen, holds, settledBy }) =>
			settledBy === null
				? `from ${from}: ${callsSeen} calls seen, held after ${holds} of them`
				: `from ${from}: no start can tell it from ${settledBy}`,
		),
		'',
		...report.findings.flatMap((finding, at) => [...renderFinding(finding, at + 1, report.folder), '']),
		...report.withoutRace.map(({ clause, message }) => `Without any race: ${clause}: ${visible(message)}`),
		...(report.withoutRace.length > 0 ? [''] : []),
		`${totals.callsSeen} calls seen, ${totals.schedules} schedules run by ${totals.starts} starts, ${totals.findings} findings, ${report.withoutRace.length} breaches without any race, ${totals.invalid} invalid`,
		report.completeness.sentence,
		`Record: ${report.folder}`,
		`Verdict: ${report.verdict}`,
	].join('\n');
}

function renderFinding(finding: RaceFinding, number: number, folder: string): string[] {
	const { runs, failed, proved } = finding.repeated;
	const lines = [
		`${number}. ${finding.clause}: ${visible(finding.message)}`,
		...finding.story.map((step) => `   - ${visible(step)}`),
		...finding.evidence.map(({ t, text }) => `   ${`${Math.round(t)} ms`.padStart(9)}  ${visible(text)}`),
	];
	const others = finding.schedules.length - 1;
	if (others > 0)
		lines.push(
			`   and in ${others} more schedules: ${finding.schedules.slice(1, 8).join(', ')}${others > 7 ? ', …' : ''}`,
		);
	lines.push(
		`   Repeated: ${failed} of ${runs} runs broke the contract (${proved} proved)`,
		...repeatLines(folder, finding),
	);
	return lines;
}
