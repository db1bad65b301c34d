import type { Finding } from '../judge/finding.ts';
import type { CaseReport } from './report.ts';

/** One thing that broke, and every case that it broke in. */
export interface FindingGroup {
	/** As the first case saw it. */
	readonly finding: Finding;
	readonly cases: readonly CaseReport[];
}

/**
 * The same breach seen by several cases becomes one group. Two findings are the same when clause, message and texts are
 * equal but for what differs from start to start: pids, hashes, ids such as g2, durations, and the port that the case was given.
 */
export function groupFindings(cases: readonly CaseReport[]): FindingGroup[] {
	const groups = new Map<string, { finding: Finding; cases: Set<CaseReport> }>();
	for (const report of cases) {
		for (const finding of report.findings) {
			const key = findingKey(finding);
			const group = groups.get(key);
			if (group) group.cases.add(report);
			else groups.set(key, { finding, cases: new Set([report]) });
		}
	}
	return [...groups.values()].map((group) => ({ finding: group.finding, cases: [...group.cases] }));
}

/** The same for two findings of the same breach; see `groupFindings`. */
export function findingKey({ clause, message, expected, actual }: Finding): string {
	const port = portIn(expected ?? message);
	return JSON.stringify([clause, message, expected, actual].map((text) => withoutIncidentals(text ?? '', port)));
}

function portIn(text: string): string | undefined {
	return /(?::|\bport )(\d{2,5})\b/.exec(text)?.[1];
}

function withoutIncidentals(text: string, port: string | undefined): string {
	return (
		(port === undefined ? text : text.replace(new RegExp(`\\b${port}\\b`, 'g'), '{port}'))
			// File names that carry a hash of the case's own paths.
			.replace(/(?<=[._-])[0-9a-f]{8,64}\b/g, '{hash}')
			.replace(/\b(pid|process) \d+/g, '$1 {pid}')
			.replace(/\b[a-z]\d+\b/g, '{id}')
			.replace(/\b\d+(\.\d+)? (ms|s)\b/g, '{duration}')
	);
}
