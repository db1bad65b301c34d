import { readdirSync } from 'node:fs';
import path from 'node:path';
import { repository } from '../testing/repository.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { ownFindings } from './own-findings.ts';
import { type Replay, readTrackRecord, type TrackRecord } from './record.ts';
import type { OwnFinding, TrackedReport } from './reported.ts';
import { reports } from './reports.ts';

export const trackRecordPageFile = path.join(repository, 'docs', 'track-record.md');

/** The page `docs/track-record.md`, as the list of reports and the last record make it. */
export function trackRecordPage(): string {
	return renderTrackRecord({ reports, ownFindings, record: readTrackRecord(), ownScenarios: ownScenarioFiles() });
}

/** Names of the files with stories of reports. */
function ownScenarioFiles(): string[] {
	const folder = path.join(repository, 'fixtures', 'track-record', 'scenarios');
	return readdirSync(folder)
		.filter((name) => name.endsWith('.scenario.ts'))
		.sort();
}

const way = '[← The zoo](zoo.md) · [README →](../README.md)';

/** Pure. */
export function renderTrackRecord(of: {
	readonly reports: readonly TrackedReport[];
	readonly ownFindings: readonly OwnFinding[];
	readonly record: TrackRecord;
	readonly ownScenarios: readonly string[];
}): string {
	const told = of.reports.map((report) => ({ report, outcome: outcomeOf(of.record, report) }));
	const own = of.ownFindings.map((finding) => ({ finding, outcome: outcomeOf(of.record, finding) }));
	const shown = told.filter(({ outcome }) => isShown(outcome));
	const others = told.filter(({ outcome }) => !isShown(outcome));
	const parts = [
		'<!-- Made by `npm run pages` from test/track-record and the last `npm run track-record`. -->',
		'# The track record',
		way,
		'Public reports about the lock of the gateway, replayed on the published builds that they are about, unmodified. A report counts as reproduced only when a finding shows its own symptom, not merely when some clause is broken.',
		`${shown.length} of ${told.length} reports are reproduced, by ${stories(shown)} stories on ${builds(shown)} builds; ${own.filter(({ outcome }) => isShown(outcome)).length} findings are our own.`,
		'`npm run track-record` replays all of them, ten times each, and writes this page; it goes on where it was interrupted. Words behind `--` choose by build, scenario or number: `npm run track-record -- 23760 --fresh`. The commands below are to be run in `fixtures/track-record`, a project of its own: [its scenarios](../fixtures/track-record/scenarios) tell stories that the kit does not bring.',
		'## Reproduced',
		'“Again” says in how many replays the symptom was seen. “Gone in” names a later build on which the same story was replayed and did not show it; it need not be the first one.',
		table(
			['report', 'says', 'it names', 'build', 'scenario', 'finding', 'again', 'gone in'],
			shown.map(({ report, outcome }) => reportRow(report, outcome, of.record)),
		),
		'### The commands',
		table(
			['report', 'command'],
			shown.map(({ report }) => [reportName(report), code(commandOf(report))]),
		),
		'## Not reproduced',
		'Reports whose symptom did not come on the build that stands for the one they name, and what was seen instead.',
		table(
			['report', 'says', 'it names', 'build', 'command', 'seen'],
			others.map(({ report, outcome }) => [
				reportName(report),
				sentence(report),
				cell(report.version),
				code(report.build),
				code(commandOf(report)),
				seenInstead(outcome),
			]),
		),
		'## Findings of our own',
		'No report that we know names these.',
		table(
			['what', 'build', 'command', 'finding', 'again'],
			own
				.filter(({ outcome }) => isShown(outcome))
				.map(({ finding, outcome }) => [
					cell(finding.says),
					code(finding.build),
					code(commandOf(finding)),
					findingCell(outcome),
					again(outcome),
				]),
		),
		way,
	];
	return `${parts.join('\n\n')}\n`;
}

/** The command that replays one story, in the folder of the project. Pure. */
export function commandOf({ build, scenario }: { readonly build: string; readonly scenario: string }): string {
	return `npx gatelock run ${scenario} --build ${build} --repeat 10`;
}

function reportRow(report: TrackedReport, outcome: Outcome | null, record: TrackRecord): string[] {
	return [
		reportName(report),
		sentence(report),
		cell(report.version),
		code(report.build),
		code(report.scenario),
		findingCell(outcome),
		again(outcome),
		goneIn(report, record),
	];
}

function isShown(outcome: Outcome | null): boolean {
	return outcome !== null && outcome.shown > 0;
}

function stories(told: readonly { readonly report: TrackedReport }[]): number {
	return new Set(told.map(({ report }) => report.scenario)).size;
}

function builds(told: readonly { readonly report: TrackedReport }[]): number {
	return new Set(told.map(({ report }) => report.build)).size;
}

function reportName({ repository: name, number }: TrackedReport): string {
	return cell(name === 'openclaw/openclaw' ? `#${number}` : `${name}#${number}`);
}

function sentence({ says, note }: TrackedReport): string {
	return cell(note === undefined ? says : `${says} (${note})`);
}

function findingCell(outcome: Outcome | null): string {
	const example = outcome?.example;
	if (!example) return '–';
	const printed = example.printed === undefined ? '' : ` Printed: “${withoutStamp(example.printed)}”`;
	const whose = example.by === 'era' ? ' (of the build’s own era)' : '';
	return `${code(example.clause)}${whose}: ${cell(`${example.message}${printed}`)}`;
}

function again(outcome: Outcome | null): string {
	return outcome === null ? 'not run yet' : `${outcome.shown} of ${outcome.of}`;
}

function goneIn(report: TrackedReport, record: TrackRecord): string {
	const { laterBuild } = report;
	if (laterBuild === undefined) return 'not looked for';
	const later = outcomeOf(record, { ...report, build: laterBuild });
	if (later === null) return 'not looked for';
	const judged = later.group.replays.filter(({ verdict }) => verdict === 'pass' || verdict === 'fail').length;
	if (judged === 0) return `${code(laterBuild)}: no verdict`;
	return later.shown === 0 ? `${code(laterBuild)} (0 of ${judged})` : `not in ${code(laterBuild)} (${again(later)})`;
}

function seenInstead(outcome: Outcome | null): string {
	if (outcome === null) return 'not run yet';
	const counts = Map.groupBy(outcome.group.replays, told);
	return [...counts].map(([text, replays]) => `${replays.length} × ${text}`).join('; ');
}

/** What one replay came to, in a few words. */
function told({ verdict, reason, findings }: Replay): string {
	const clauses = [...new Set(findings.map(({ clause, by }) => `${code(clause)}${by === 'era' ? ' of the era' : ''}`))];
	if (verdict === 'pass' && clauses.length === 0) return 'nothing was broken';
	if (verdict === 'pass' || verdict === 'fail') return `only ${clauses.join(', ')} broken`;
	return cell(`${verdict}: ${reason ?? ''}`);
}

function withoutStamp(line: string): string {
	return line.replace(/^\d{4}-\d\d-\d\dT\S+\s+/, '');
}

function code(text: string): string {
	return `\`${text}\``;
}

/** A bar would end the cell, a tag would be one, a line break the table. */
function cell(text: string): string {
	return text
		.replaceAll('|', '\\|')
		.replaceAll('<', '&lt;')
		.replaceAll(/\s*\n\s*/g, ' ');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
