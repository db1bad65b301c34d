import { messages } from './messages.ts';
import type { CaseReport, Report } from './report.ts';
import { bounded, visible } from './visible.ts';

const maxChars = 1000;
const maxEvidenceLines = 30;

/**
 * The report as TAP 14. A flaky case is `not ok` as a failure is, an invalid one too: nothing was shown; the diagnostics
 * say which it is. Pure.
 */
export function renderTap({ cases }: Report): string {
	const lines = cases.flatMap((found, index) => caseLines(found, index + 1));
	return `${['TAP version 14', `1..${cases.length}`, ...lines].join('\n')}\n`;
}

function caseLines(found: CaseReport, number: number): string[] {
	const { verdict, title, reason } = found;
	const name = shown(title).replaceAll(/[\\#]/g, (char) => `\\${char}`);
	if (verdict === 'skipped') return [`ok ${number} - ${name} # SKIP ${shown(reason ?? messages.notSeen)}`];
	if (verdict === 'pass') return [`ok ${number} - ${name}`];
	return [`not ok ${number} - ${name}`, '  ---', ...diagnostics(found), '  ...'];
}

/** YAML in which every text is a double-quoted scalar; JSON's quoting is YAML's. */
function diagnostics({ id, verdict, reason, durationMs, findings, repeat, folder }: CaseReport): string[] {
	const [first] = findings;
	const message = first ? `${first.clause}: ${first.message}` : (reason ?? messages.failedWithoutFinding);
	return [
		`  verdict: ${verdict}`,
		`  message: ${quoted(message)}`,
		...(first?.expected === undefined ? [] : [`  expected: ${quoted(first.expected)}`]),
		...(first?.actual === undefined ? [] : [`  actual: ${quoted(first.actual)}`]),
		`  id: ${quoted(id)}`,
		`  duration_ms: ${Math.round(durationMs)}`,
		...(folder === undefined ? [] : [`  timeline: ${quoted(folder)}`]),
		...(repeat === undefined ? [] : [`  repeat: ${quoted(repeat)}`]),
		...(findings.length === 0 ? [] : ['  findings:']),
		...findings.map((each) => `    - ${quoted(`${each.clause}: ${each.message}`)}`),
		...(first === undefined || first.evidence.length === 0 ? [] : ['  evidence:']),
		...(first?.evidence ?? [])
			.slice(0, maxEvidenceLines)
			.map(({ t, text }) => `    - ${quoted(`+${Math.round(t)} ms ${text}`)}`),
	];
}

function quoted(text: string): string {
	return JSON.stringify(shown(text));
}

function shown(text: string): string {
	return visible(bounded(text, maxChars));
}
