import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { parseHeader } from '../fixtures/header.ts';
import { inFolder, programAt, repository } from './command.ts';
import { exploreCrashes } from './explore.ts';
import { type KillJob, type Try, trySchema } from './kill-job.ts';
import { type Measurement, median } from './table.ts';

/** Lock-file bugs of the zoo that a SIGKILL shows: at any moment, or only between two calls. */
const bugs = [
	'lock-file-left-after-sigkill',
	'lock-directory-left',
	'lock-file-never-reclaimed',
	'lock-file-stale-by-age',
	'lock-file-future-mtime',
	'lock-file-left-by-crash-at-bind',
	'lock-file-empty-window',
	'reclaim-guard-left-by-crash',
];
const mostStarts = 500;
/** For the tries at one gateway: who is never found needs all starts of each. */
const budgetMs = 120_000;
/** The last try may begin at the budget's end. */
const timeoutMs = 2 * budgetMs + 60_000;
const program = fileURLToPath(new URL('random-kills-main.ts', import.meta.url));

/** Starts until a bug shows: by the explorer, and by a loop that kills at random moments and starts again. */
export async function measureRandomKills({ tries }: { readonly tries: number }): Promise<Measurement> {
	const rows: string[][] = [];
	for (const bug of bugs) {
		const file = path.join(repository, 'fixtures', 'broken-gateways', `${bug}.mjs`);
		const { breaks } = parseHeader(readFileSync(file, 'utf8'));
		const options = ['--gateway', programAt(path.relative(repository, file)), '--patience', '1s', '--steady', '1s'];
		const { report } = await inFolder(async (folder) => await exploreCrashes(folder, options));
		const shows = breaks === 'no-stale-lock' ? 'a lock left behind' : 'a refused start';
		const done = await killAtRandom({ file, shows, tries, mostStarts, budgetMs });
		const needed = done.map(({ starts, isFound }) => (isFound ? starts : Number.POSITIVE_INFINITY));
		rows.push([
			bug,
			shows,
			report.findings.some(({ clause }) => clause === breaks) ? `${report.totals.starts}` : 'not found',
			startsText(median(needed)),
			startsText(Math.max(...needed)),
			`${done.filter(({ isFound }) => isFound).length} of ${done.length}`,
		]);
	}
	return {
		title: 'Starts until a lock-file bug is found',
		head: ['gateway', 'what shows it', 'explorer, all phases', 'random kills, median', 'worst', 'tries that found it'],
		rows,
		notes: [
			`The explorer's number is that of the whole exploration, with every phase and state. A random try kills each start at a random moment between its spawn and 1.2 times the time that it needs to be up, and starts again over what is left, at most ${mostStarts} times. No try is begun later than ${budgetMs / 1000} s after the first of its gateway; that is why some have fewer.`,
		],
	};
}

function startsText(starts: number): string {
	return Number.isFinite(starts) ? `${starts}` : `more than ${mostStarts}`;
}

async function killAtRandom(job: KillJob): Promise<Try[]> {
	const { stdout } = await execa(process.execPath, [program, JSON.stringify(job)], {
		stdin: 'ignore',
		timeout: timeoutMs,
		killSignal: 'SIGKILL',
	});
	return stdout
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => trySchema.parse(JSON.parse(line)));
}
