import type { Verdict } from '../judge/finding.ts';
import { type Look, oneLine } from './layout.ts';
import { messages } from './messages.ts';
import type { CaseReport } from './report.ts';
import { formatDuration, formatSeconds } from './time-text.ts';
import { verdictMarks, verdictStyles } from './verdict-look.ts';

/** A run that goes on. */
export interface Progress {
	readonly total: number;
	/** How many cases came to each verdict so far (`countVerdicts`). */
	readonly counts: Readonly<Record<Verdict, number>>;
	readonly running: readonly { readonly title: string; readonly forMs: number }[];
	readonly elapsedMs: number;
}

const maxRunningShown = 8;
const maxPipeColumns = 300;

/** What is running, done and left: a few lines for a live terminal, none wider than `columns`. */
export function renderProgress({ total, counts, running, elapsedMs }: Progress, columns: number): string {
	const look: Look = { color: false, columns };
	const done = Object.values(counts).reduce((sum, count) => sum + count, 0);
	const left = Math.max(total - done - running.length, 0);
	const bad = (['fail', 'flaky', 'invalid', 'skipped'] as const)
		.filter((verdict) => counts[verdict] > 0)
		.map((verdict) => `${counts[verdict]} ${messages.progressBad[verdict]}`);
	const head = [messages.progress(done, total, left), ...bad, formatDuration(elapsedMs)].join('  ·  ');
	const shown = running.slice(0, maxRunningShown);
	const hidden = running.length - shown.length;
	return [
		oneLine([{ text: head }], look),
		...shown.map(({ title, forMs }) => oneLine([{ text: `  ${formatSeconds(forMs)}  ${title}` }], look)),
		...(hidden > 0 ? [oneLine([{ text: `  ${messages.progressMore(hidden)}` }], look)] : []),
	].join('\n');
}

/** One finished case as one line, for pipes and logs: mark, verdict, duration, title, and what broke or why not. */
export function renderCaseLine(found: CaseReport, color = false, columns = maxPipeColumns): string {
	const { verdict, durationMs, title, findings, reason } = found;
	const [first] = findings;
	const because = first ? `${first.clause}: ${first.message}` : reason;
	return oneLine(
		[
			{ text: `${verdictMarks[verdict]} ${verdict.padEnd(7)}`, style: verdictStyles[verdict] },
			{ text: ` ${formatSeconds(durationMs)}  ${title}` },
			...(because === undefined || verdict === 'pass' ? [] : [{ text: `  ·  ${because}` }]),
		],
		{ color, columns },
	);
}
