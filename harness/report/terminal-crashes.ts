import type { CrashFinding, CrashReport } from './crash-report.ts';
import { visible } from './visible.ts';

/** Findings, points and states that are listed; the rest is in the JSON report. */
const maxFindings = 40;
const maxTreeLines = 30;

/** The report of `gatelock explore crashes` for a terminal. Pure. */
export function renderCrashReport(report: CrashReport): string {
	const { totals } = report;
	const lines = [
		`Crash points of ${visible(report.gateway)}, judged by ${report.contract}`,
		`Isolation: ${report.isolation}`,
		'',
		...report.passes.map(
			(pass) =>
				`${pass.pass}: ${pass.callsSeen} calls seen, ${pass.points} points, ${pass.distinctStates} states (${pass.newStates} new), ${pass.invalid} invalid; the gateway: ${visible(pass.outcome)}`,
		),
		'',
		...report.findings
			.slice(0, maxFindings)
			.flatMap((finding, at) => [...renderFinding(finding, at + 1, report.folder), '']),
		...(report.findings.length > maxFindings
			? [`${report.findings.length - maxFindings} more findings are in ${report.folder}/crashes.json.`, '']
			: []),
		`Masked when states are compared: ${report.masks.map(({ name, what }) => `${name} ${what}`).join('; ')}; times of files.`,
		'',
		`${totals.callsSeen} calls seen, ${totals.points} points, ${totals.distinctStates} distinct states, ${totals.statesJudged} states judged by ${totals.starts} starts, ${totals.findings} findings, ${totals.invalid} invalid`,
		...(report.replay === null
			? []
			: [
					`Replay of ${report.replay.point}: ${report.replay.failed} of ${report.replay.runs} runs broke the contract (${report.replay.proved} proved)`,
				]),
		report.completeness.sentence,
		`Record: ${report.folder}`,
		`Verdict: ${report.verdict}`,
	];
	return lines.join('\n');
}

function renderFinding(finding: CrashFinding, number: number, folder: string): string[] {
	const { point, lockout } = finding;
	const lines = [`${number}. ${finding.clause}: ${visible(finding.message)}`];
	if (point === null) lines.push('   Without any crash.');
	else {
		const place = point.trace === '' ? '' : `  (${point.id}, ${point.trace}:${point.traceLine})`;
		lines.push(`   Death after ${visible(point.call)}${place}`);
		const others = finding.points.length - 1;
		if (others > 0)
			lines.push(`   and after ${others} more: ${finding.points.slice(1, 12).join(', ')}${others > 11 ? ', …' : ''}`);
		lines.push('   It leaves:', ...tree(finding.state).map((line) => `     ${visible(line)}`));
	}
	for (const { t, text } of finding.evidence) lines.push(`   ${`${Math.round(t)} ms`.padStart(9)}  ${visible(text)}`);
	if (finding.expected !== undefined) lines.push(`   expected: ${visible(finding.expected)}`);
	if (finding.actual !== undefined) lines.push(`   actual:   ${visible(finding.actual)}`);
	if (lockout !== null) {
		lines.push(
			`   Locked out for ${lengthOf(lockout)} and ${lockout.starts} starts; ended by: ${visible(lockout.endedBy)}`,
		);
		if (lockout.said !== null) lines.push(`   It says: ${visible(lockout.said)}`);
	}
	lines.push(`   Record: ${folder}/${finding.folder}`);
	if (finding.replay !== null) lines.push(`   Again: ${finding.replay}`);
	return lines;
}

/** A start that serves says that it has ended before: between the last refusal and that start. */
function lengthOf({ refusedMs, lockedOutMs, measuredAt }: NonNullable<CrashFinding['lockout']>): string {
	const from = (refusedMs / 1000).toFixed(1);
	const to = (lockedOutMs / 1000).toFixed(1);
	const length = from === to ? `${to} s` : `${from} to ${to} s`;
	return measuredAt === null ? length : `${length} (measured at ${measuredAt})`;
}

function tree(lines: readonly string[]): string[] {
	if (lines.length === 0) return ['(nothing)'];
	return lines.length <= maxTreeLines
		? [...lines]
		: [...lines.slice(0, maxTreeLines), `… and ${lines.length - maxTreeLines} more`];
}
