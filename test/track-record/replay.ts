import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import type { ClauseResult, Finding } from '../../harness/judge/finding.ts';
import { reportSchema } from '../../harness/report/report.ts';
import { type CaseResult, caseResultSchema } from '../../harness/scenario/case-result.ts';
import { program } from '../testing/gatelock.ts';
import { repository } from '../testing/repository.ts';
import type { Replay, ReplayedGroup, Seen } from './record.ts';

/** The project whose scenarios tell the stories of reports. */
export const projectFolder = path.join(repository, 'fixtures', 'track-record');

/** One replay of the longest story on the slowest build, on two busy cores. */
const mostMinutesEach = 4;
/** Findings of one clause, and letters of one of their texts, that are worth keeping. */
const mostFindings = 2;
const mostLetters = 400;

export interface Replayed {
	readonly groups: readonly ReplayedGroup[];
	/** Why there are none; null when there are. */
	readonly problem: string | null;
}

/**
 * Replays stories on one real build, as anybody would from the command line: one run, so that the build is measured once.
 *
 * @param runs Folder for the run's own files.
 */
export async function replay(
	build: string,
	scenarios: readonly string[],
	{ repeat, workers, runs }: { readonly repeat: number; readonly workers: number; readonly runs: string },
): Promise<Replayed> {
	const json = path.join(runs, 'report.json');
	const options = ['--build', build, '--repeat', `${repeat}`, '--workers', `${workers}`, '--json', json, '--quiet'];
	const run = await execa(process.execPath, [program, 'run', ...scenarios, ...options], {
		cwd: projectFolder,
		env: { GATELOCK_RUNS: runs },
		stdin: 'ignore',
		reject: false,
		timeout: mostMinutesEach * 60_000 * (1 + scenarios.length * repeat),
	});
	if (!existsSync(json)) {
		const problem = run.stderr.split('\n').findLast((line) => line.startsWith('gatelock: '));
		return { groups: [], problem: problem ?? `it ended with exit code ${run.exitCode} and no report` };
	}
	const { folder } = reportSchema.parse(JSON.parse(readFileSync(json, 'utf8')));
	const results = globSync('cases/*/case.json', { cwd: folder })
		.sort()
		.map((file) => caseResultSchema.parse(JSON.parse(readFileSync(path.join(folder, file), 'utf8'))));
	return { groups: groupsOf(build, results), problem: null };
}

/** Pure but for the date. */
function groupsOf(build: string, results: readonly CaseResult[]): ReplayedGroup[] {
	const at = new Date().toISOString().slice(0, 10);
	return [...Map.groupBy(results, ({ scenario }) => scenario)].map(([scenario, cases]) => ({
		build,
		scenario,
		at,
		replays: cases.map(replayOf),
	}));
}

function replayOf({ verdict, reason, clauses, also }: CaseResult): Replay {
	const byDocument = seenIn(clauses, 'document');
	const told = new Set(byDocument.map(({ clause, message }) => `${clause} ${message}`));
	const byEra = seenIn(also?.clauses ?? [], 'era').filter(({ clause, message }) => !told.has(`${clause} ${message}`));
	return {
		verdict,
		...(reason === undefined ? {} : { reason: short(reason) }),
		findings: [...byDocument, ...byEra],
	};
}

function seenIn(clauses: readonly ClauseResult[], by: Seen['by']): Seen[] {
	return clauses
		.flatMap(({ findings }) => findings.slice(0, mostFindings))
		.map(({ clause, message, actual, evidence }) => {
			const printed = actual ?? lastLine(evidence);
			return { clause, by, message: short(message), ...(printed === undefined ? {} : { printed: short(printed) }) };
		});
}

/** The last line of a gateway that stands among the evidence. */
function lastLine(evidence: Finding['evidence']): string | undefined {
	const found = evidence.findLast(({ text }) => /^last line of g\d+: /.test(text));
	return found?.text.replace(/^last line of g\d+: /, '');
}

function short(text: string): string {
	return text.length > mostLetters ? `${text.slice(0, mostLetters)}…` : text;
}
