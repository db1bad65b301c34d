import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { exitCodes } from '../report/exit-code.ts';
import { type Report, reportSchema } from '../report/report.ts';
import { ComparisonInterruptedError } from './errors.ts';
import type { Judgement, Question } from './judgement.ts';
import { releaseMessages } from './messages.ts';
import { runsVariable } from './runs-variable.ts';
import type { Subject } from './subject.ts';

/** An install takes ten minutes at most, the slowest build some minutes for each scenario. */
const mostMinutes = 90;
/** Of what the run says, its end is kept. */
const keptCharacters = 4_000;

export { runsVariable };

export interface JudgeReleaseOptions {
	/** The project: its config file and scenarios count. */
	readonly cwd: string;
	/** Where the records of the run go. */
	readonly runs: string;
	readonly workers: number;
	readonly signal: AbortSignal;
	/** Words before the run's own, so that it ends with us. */
	readonly around: readonly string[];
}

/**
 * Judges one build as `gatelock run` does: this program, started once more. Whatever is wrong with the build is what the
 * judgement says.
 *
 * @throws ComparisonInterruptedError
 */
export async function judgeRelease(
	subject: Subject,
	question: Question,
	{ cwd, runs, workers, signal, around }: JudgeReleaseOptions,
): Promise<Judgement> {
	const startedAt = performance.now();
	mkdirSync(runs, { recursive: true });
	const earlier = new Set(runFoldersIn(runs));
	const options = [
		...['--contract', question.contract, '--seed', String(question.seed), '--repeat', String(question.repeat)],
		...['--workers', String(workers), ...question.limits.flatMap((limit) => ['--limit', limit])],
	];
	const [main = ''] = process.argv.slice(1);
	const words = [process.execPath, ...process.execArgv, path.resolve(main), 'run', ...question.scenarios];
	const [file = '', ...args] = [...around, ...words, ...subject.options, ...options];
	const child = execa(file, args, {
		cwd,
		env: { [runsVariable]: runs, NO_COLOR: '1' },
		stdin: 'ignore',
		stdout: 'ignore',
		reject: false,
		buffer: false,
		timeout: mostMinutes * 60_000,
		forceKillAfterDelay: 5_000,
		cancelSignal: signal,
	});
	let said = '';
	child.stderr?.setEncoding('utf8').on('data', (text: string) => {
		said = `${said}${text}`.slice(-keptCharacters);
	});
	const { exitCode, timedOut, signal: endedBy } = await child;
	if (signal.aborted || exitCode === exitCodes.interrupted) throw new ComparisonInterruptedError();
	const folder = runFoldersIn(runs).find((each) => !earlier.has(each)) ?? null;
	const report = folder === null ? null : reportIn(folder);
	const code = exitCode ?? null;
	return {
		schema: 1,
		label: subject.label,
		judgedAt: new Date().toISOString(),
		wallMs: Math.round(performance.now() - startedAt),
		starts: folder === null ? 0 : startsIn(folder),
		outcome:
			report !== null
				? { kind: 'judged', report }
				: {
						kind: 'unusable',
						code,
						reason: timedOut
							? releaseMessages.timedOut(mostMinutes)
							: whyUnusable(said) || releaseMessages.endedWithout(code, endedBy ?? null),
					},
	};
}

/** The lines of the error; what stood before is progress. Pure. */
function whyUnusable(said: string): string {
	const at = said.lastIndexOf('\ngatelock: ');
	return (at === -1 ? said : said.slice(at + 1)).replace(/^gatelock: /, '').trim();
}

function runFoldersIn(runs: string): string[] {
	const root = path.join(runs, '.gatelock');
	if (!existsSync(root)) return [];
	const names = readdirSync(root).filter((name) => name !== 'latest');
	return names.map((name) => path.join(root, name));
}

function reportIn(folder: string): Report | null {
	try {
		return reportSchema.parse(JSON.parse(readFileSync(path.join(folder, 'report.json'), 'utf8')));
	} catch {
		return null;
	}
}

/** Gateways that the records of a run tell of, those of the calibration among them. */
function startsIn(folder: string): number {
	const cases = path.join(folder, 'cases');
	const records = [
		path.join(folder, 'calibration'),
		...(existsSync(cases) ? readdirSync(cases).map((name) => path.join(cases, name)) : []),
	].map((each) => path.join(each, 'timeline.jsonl'));
	return records
		.filter((file) => existsSync(file))
		.reduce((sum, file) => sum + (readFileSync(file, 'utf8').match(/"type":"spawned"/g)?.length ?? 0), 0);
}
