import './node-guard.ts';
import { Command, CommanderError } from 'commander';
import { isolationVariable } from '../arena/isolation.ts';
import { BuildUnobtainableError } from '../builds/build-unobtainable-error.ts';
import type { ProjectConfig } from '../config/project-config.ts';
import { GatewayNeverStartsError, GatewayNotFoundError, GatewayWantsCredentialsError } from '../gateway/errors.ts';
import { ComparisonInterruptedError } from '../releases/errors.ts';
import { bisectExitCode, exitCodes } from '../report/exit-code.ts';
import { isBadUsage } from './bad-usage.ts';
import { RecordUnreadableError, UsageError } from './errors.ts';
import { filterHelp } from './messages.ts';
import { ownVersion } from './own-version.ts';

// Whatever a command needs is loaded in its action, so that help, usage errors and small commands start quickly.
const program = new Command('gatelock')
	.description('Judges the single-instance lock of a gateway by a written contract.')
	.version(ownVersion())
	.exitOverride()
	.showHelpAfterError('(gatelock --help lists commands and options)');

reporting(judging(program.command('run')))
	.description('start real gateways, kill them at chosen moments, judge what was seen')
	.argument('[filter...]', filterHelp)
	.option('--tag <tag>', 'only scenarios with this tag', collect)
	.option('--seed <n>', 'seed of everything that is random')
	.option('--repeat <n>', 'run every case n times; verdicts that differ make it flaky')
	.option(
		'--workers <n>',
		'cases at the same time (default: number of cores; twice that for a gateway that starts within 1 s)',
	)
	.option('--retries <n>', 'run a case that fails up to n times more; one that then passes is flaky')
	.option('--allow-flaky', 'flaky cases, if nothing is worse, end the run with exit code 0')
	.option('--shard <i/n>', 'only the i-th of n parts; gatelock merge puts their records together')
	.option('--keep', "keep every case's files in the run folder")
	.option('--bisect-exit', 'exit as git bisect run wants it: 0 good, 1 bad, 125 cannot say')
	.action(async (filters: string[], raw) => {
		const config = await projectConfig();
		const { parseRunOptions } = await import('./run-options.ts');
		const options = parseRunOptions(filters, raw, config);
		const { run } = await import('./run.ts');
		process.exitCode = asAsked(await run(options, config));
	});

program
	.command('init')
	.description('make a config file, a first scenario and a CI workflow in the current folder')
	.option('--gateway <command>', 'what to judge, for the config file')
	.option('--build <name@version|folder|tarball>', 'what to judge, for the config file')
	.option('--force', 'overwrite files that are there, without asking')
	.action(async ({ gateway, build, force }: { gateway?: string; build?: string; force?: boolean }) => {
		if (gateway !== undefined && build !== undefined) {
			throw new UsageError('--build', build, 'one of --gateway and --build, not both');
		}
		const options = { gateway: gateway ?? null, build: build ?? null, force: force ?? false };
		const { init } = await import('../init/init.ts');
		process.stdout.write(await init(process.cwd(), options));
	});

program
	.command('new')
	.description('make a scenario file that runs as it is')
	.argument('<title>', 'what happens, in one line')
	.action(async (title: string) => {
		const { newScenario } = await import('../init/new-scenario.ts');
		const config = await projectConfig();
		const takenIds = async () => {
			const { listScenarios } = await import('./select-scenarios.ts');
			const { scenarioFiles } = await import('./scenario-files.ts');
			return new Set((await listScenarios(scenarioFiles(process.cwd(), config))).map(({ id }) => id));
		};
		process.stdout.write(await newScenario(process.cwd(), title, { config, takenIds }));
	});

program
	.command('judge')
	.description('judge the stored timelines of a run or of one case again')
	.argument('<folder>', 'a run folder (.gatelock/latest) or a case folder')
	.option('--contract <id>', 'another contract than the run was judged by')
	.action(async (folder: string, { contract }: { contract?: string }) => {
		const { judgeStored } = await import('./judge.ts');
		process.exitCode = judgeStored(folder, contract ?? null, await projectConfig());
	});

program
	.command('show')
	.description('make a page that shows a run, or one case, on a time line: one file that opens from disk')
	.argument('[run|case]', 'a run folder, a case folder, or the id of a run or a case', 'latest')
	.option('--html <file>', 'where to write it (default: report.html in the folder that it shows)')
	.option('--trace <file>', 'also write the events in Chrome’s trace format, for Perfetto')
	.option('--open', 'open it in the browser')
	.action(async (what: string, { html, trace, open }: { html?: string; trace?: string; open?: boolean }) => {
		const { show } = await import('./show.ts');
		const files = { html: html ?? null, trace: trace ?? null };
		process.exitCode = await show({ what, ...files, open: open ?? false }, await projectConfig());
	});

reporting(program.command('repro'))
	.description('run exactly one stored case again, and say how often what it found came again')
	.argument('<case>', 'a run folder, a case folder, the id of a stored case, or a bundle')
	.option('--gateway <command>', 'another gateway than that of the record')
	.option('--build <name@version|folder>', 'another build than that of the record')
	.option('--repeat <n>', 'run it n times (default: 1)')
	.option('--until-fail <n>', 'run it until it fails, at most n times')
	.option('--fresh-limits', 'limits by what the gateway needs now, not those of the record')
	.option('--finding <n>', 'of an exploration or a storm: which finding')
	.option('--strace', 'record the system calls of every gateway')
	.option('--pause-at <event>', 'stop everything at this event of the timeline, e.g. listening or exited:g2')
	.option('--pause-for <duration>', 'go on after so long at most (default: 10m)')
	.option('--keep', "keep the case's files in the run folder")
	.action(async (text: string, raw) => {
		const { replayWords } = await import('./replay-finding.ts');
		const words = replayWords(text, raw.finding);
		if (words !== null) {
			await program.parseAsync(words, { from: 'user' });
			return;
		}
		const { repro } = await import('./repro.ts');
		process.exitCode = await repro(text, raw, await projectConfig());
	});

program
	.command('bundle')
	.description('pack all that a colleague needs to judge and repeat a case into one file, without secrets')
	.argument('<case>', 'a run folder, a case folder, or the id of a stored case')
	.option('--out <file>', 'where to (default: <case>.gatelock.tgz)')
	.action(async (text: string, { out }: { out?: string }) => {
		const { bundle } = await import('./bundle.ts');
		process.exitCode = bundle(text, out ?? null, await projectConfig());
	});

reporting(program.command('merge'))
	.description('make one run of the run folders of shards')
	.argument('<folder...>', 'run folders of all shards')
	.option('--allow-flaky', 'flaky cases, if nothing is worse, end it with exit code 0')
	.action(async (folders: string[], raw) => {
		const config = await projectConfig();
		const { outputsOf } = await import('./run-options.ts');
		const { merge } = await import('./merge.ts');
		const options = { ...outputsOf(raw), allowFlaky: raw.allowFlaky ?? config.allowFlaky };
		process.exitCode = await merge(folders, options, config);
	});

program
	.command('flakes')
	.description('say how often each case failed over the stored runs')
	.option('--all', 'also those that never failed, or always')
	.option('--json', 'as JSON')
	.action(async ({ all, json }: { all?: boolean; json?: boolean }) => {
		const { flakes } = await import('./flakes.ts');
		process.exitCode = flakes(process.cwd(), { all: all ?? false, json: json ?? false });
	});

const explore = program.command('explore').description('look at everything inside a stated bound, not at samples');

judging(explore.command('crashes'))
	.description('let the gateway die after each call that a later start may see, and start from what that leaves')
	.option(
		'--phase <phase>',
		'startup, steady, shutdown, loser or recovery; may be repeated (default: all)',
		collect,
		[],
	)
	.option('--levels <n>', '2: during the start over each state everything dies once more')
	.option('--no-prune', 'start from every distinct state, even where no start could tell it from another')
	.option('--kill', 'SIGKILL at each point instead of taking the states of one run')
	.option('--point <point>', 'only this point, by a real SIGKILL, e.g. startup:3')
	.option('--repeat <n>', 'with --point: so many times')
	.option('--patience <duration>', 'how long a lockout is followed (default: 45s)')
	.option('--steady <duration>', 'how long the steady state is watched (default: 3s)')
	.option('--duration <duration>', 'how long states are started from (default: until all are settled)')
	.option('--seed <n>', 'seed of everything that is random')
	.option('--workers <n>', 'starts at the same time (default: number of cores)')
	.option('--json <file>', 'write the report as JSON')
	.action(async (raw) => {
		const config = await projectConfig();
		const { parseExploreOptions } = await import('./explore-options.ts');
		const options = parseExploreOptions(raw, config);
		const { onlyInside } = await import('./only-inside.ts');
		process.exitCode = await onlyInside(options, config, async () => {
			const { exploreCrashesCommand } = await import('./explore-crashes.ts');
			return await exploreCrashesCommand(options, config);
		});
	});

judging(explore.command('races'))
	.description('hold one contender at each call that matters while another one runs, and judge who owns the port')
	.option('--schedule <schedule>', 'only this schedule, e.g. clean~stop:bind')
	.option('--preemptions <n>', '2: the other contender is held in its turn, too (default: 1)')
	.option('--schedules <n>', 'no more schedules than this, repeats aside (default: all)')
	.option('--duration <duration>', 'how long new schedules are begun (default: until all are run)')
	.option('--repeat <n>', 'how often a failing schedule is run again (default: 20)')
	.option('--seed <n>', 'seed of everything that is random')
	.option('--workers <n>', 'schedules at the same time (default: number of cores)')
	.option('--json <file>', 'write the report as JSON')
	.action(async (raw) => {
		const config = await projectConfig();
		const { parseRaceOptions } = await import('./explore-options.ts');
		const options = parseRaceOptions(raw, config);
		const { onlyInside } = await import('./only-inside.ts');
		process.exitCode = await onlyInside(options, config, async () => {
			const { exploreRacesCommand } = await import('./explore-races.ts');
			return await exploreRacesCommand(options, config);
		});
	});

judging(program.command('storm'))
	.description('tell random stories of starts, crashes, signals and occupants; shrink what breaks the contract')
	.option('--duration <duration>', 'how long new stories are begun (default: 60s)')
	.option('--steps <n>', 'steps of a story at most (default: 10)')
	.option('--seed <n>', 'seed of the stories')
	.option('--path <path>', 'only the story at this path, with the --seed of its report')
	.option('--repeat <n>', 'how often a failing story is run again (default: 5)')
	.option('--keep-going', 'go on after a finding')
	.option('--resume <folder>', 'go on from the checkpoint of a run folder')
	.option('--workers <n>', 'stories at the same time (default: number of cores)')
	.option('--json <file>', 'write the report as JSON')
	.action(async (raw) => {
		const config = await projectConfig();
		const { parseStormOptions } = await import('./storm-options.ts');
		const options = parseStormOptions(raw, config);
		const { onlyInside } = await import('./only-inside.ts');
		process.exitCode = await onlyInside(options, config, async () => {
			const { stormCommand } = await import('./storm.ts');
			return await stormCommand(options, config);
		});
	});

comparing(program.command('matrix'))
	.description('judge many builds, and tell clause by build as one table')
	.option(
		'--builds <list>',
		'name@version, name@range, folders, tarballs; commas between them; may be repeated',
		collect,
	)
	.option('--gateway <command>', 'any program as one more column; may be repeated', collect)
	.option('--betas', 'betas belong to a range too')
	.option('--jobs <n>', 'builds at the same time (default: a quarter of the cores)')
	.option('--repeat <n>', 'run every case n times; verdicts that differ make it flaky')
	.option('--json <file>', 'write the matrix as JSON')
	.option('--html <file>', 'write it as an HTML page')
	.option('--markdown <file>', 'write it as Markdown')
	.action(async (raw) => {
		const config = await projectConfig();
		const { parseMatrixOptions } = await import('./matrix-options.ts');
		const options = parseMatrixOptions(raw, config);
		const { matrix } = await import('./matrix.ts');
		process.exitCode = await matrix(options, config);
	});

comparing(program.command('bisect'))
	.description('find the first release, or the first commit, that breaks a clause')
	.argument('[package]', 'a package that the registry has versions of')
	.requiredOption('--good <version>', 'a version, or with --git a revision, that is known to be good')
	.requiredOption('--bad <version>', 'a later one that is known to be bad')
	.option('--clause <clause>', 'bad is what breaks this clause (default: any failing case); may be repeated', collect)
	.option('--confirm <n>', 'looks at the last good and the first bad release (default: 3)')
	.option('--betas', 'look at betas too')
	.option('--git <folder>', 'over the commits of a checkout instead of published versions')
	.option('--build-command <command>', 'with --git: run in each checkout before it is judged')
	.option('--gateway <command>', 'with --git: how the gateway is started, with the hole {checkout}')
	.option('--json <file>', 'write the answer and its evidence as JSON')
	.action(async (name: string | undefined, raw) => {
		const config = await projectConfig();
		const { parseBisectOptions } = await import('./bisect-options.ts');
		const options = parseBisectOptions(name, raw, config);
		const { bisectCommand } = await import('./bisect.ts');
		process.exitCode = await bisectCommand(options, config);
	});

program
	.command('doctor')
	.description('say what this machine has for the kit, and what each lack removes')
	.option('--json', 'as JSON')
	.action(async ({ json }: { json?: boolean }) => {
		const { doctor } = await import('./doctor.ts');
		process.exitCode = await doctor(json ?? false);
	});

const builds = program.command('builds').description('the builds that are kept, so that later runs need no network');

builds
	.command('list')
	.description('what is kept, how large it is, when it was last used')
	.option('--json', 'as JSON')
	.action(async ({ json }: { json?: boolean }) => {
		const { listBuilds } = await import('./builds.ts');
		process.stdout.write(await listBuilds(json ?? false));
	});

builds
	.command('add')
	.description('install builds before they are needed')
	.argument('<build...>', 'a build from the npm registry, a folder, or what npm pack makes')
	.action(async (specs: string[]) => {
		const { addBuilds } = await import('./builds.ts');
		await addBuilds(specs, await projectConfig(), (text) => process.stdout.write(`${text}\n`));
	});

builds
	.command('remove')
	.description('remove builds and their warmed homes')
	.argument('<build...>', 'name@version, or the name of an entry')
	.action(async (names: string[]) => {
		const { removeBuilds } = await import('./builds.ts');
		process.stdout.write(await removeBuilds(names));
	});

builds
	.command('prune')
	.description('remove what was used least recently until the rest fits; never what is in use')
	.option('--limit <size>', 'such as 5GB (default: $GATELOCK_CACHE_LIMIT, or 20GB)')
	.action(async ({ limit }: { limit?: string }) => {
		const { pruneCache } = await import('./builds.ts');
		process.stdout.write(await pruneCache(limit));
	});

const contracts = program
	.command('contracts')
	.description('list the contracts with their clauses, messages and limits')
	.action(async () => {
		const { renderContracts } = await import('./list-contracts.ts');
		process.stdout.write(renderContracts(await projectConfig()));
	});

contracts
	.command('diff')
	.description('what one contract promises and another does not, rule by rule')
	.argument('<before>', 'the id of a contract')
	.argument('<after>', 'the id of another')
	.action(async (before: string, after: string) => {
		const { renderContractsDiff } = await import('./list-contracts.ts');
		process.stdout.write(renderContractsDiff(await projectConfig(), before, after));
	});

// Node itself would end with 1, which says that the contract is broken.
process.on('uncaughtException', (error) => process.exit(asAsked(tell(error))));
try {
	await program.parseAsync();
} catch (error) {
	process.exitCode = asAsked(tell(error));
}

/** The exit code as the reader of it wants it; the inside of a run always speaks our own. */
function asAsked(code: number): number {
	const isForGit = process.argv.includes('--bisect-exit') && process.env[isolationVariable] === undefined;
	return isForGit ? bisectExitCode(code) : code;
}

/** A command with the options that say what is judged, and how. */
function judging(command: Command): Command {
	return command
		.option('--gateway <command>', 'any program; {port} is replaced, without it " gateway --port <port>" is appended')
		.option(
			'--build <name@version|folder|tarball>',
			'a build from the npm registry, an installed one, or a packed one (.tgz)',
		)
		.option('--contract <id>', 'the contract to judge by (see `gatelock contracts`); auto: that of the build’s own era')
		.option('--limit <clause=duration>', 'another time limit for a clause, e.g. fails-fast=2s', collect);
}

/** A command with the options that say how its report is told. */
function reporting(command: Command): Command {
	return command
		.option('--json <file>', 'write the report as JSON')
		.option('--junit <file>', 'write the report as JUnit XML')
		.option('--markdown <file>', 'write the report as Markdown')
		.option('--tap <file>', 'write the report as TAP')
		.option('--compact <file>', 'write the report as plain text for bots and assistants')
		.option('--html <file>', 'write the report as a page that opens from disk')
		.option('--reporter <name>', 'what is printed: terminal (default), json, junit, markdown, tap or compact')
		.option('--quiet', 'no progress; of the report, what is wrong and the sum')
		.option('--verbose', 'each case as it ends, and in the report');
}

/** A command that judges many builds. */
function comparing(command: Command): Command {
	return command
		.option('--contract <id>', 'the contract to judge by; may be repeated', collect)
		.option('--limit <clause=duration>', 'another time limit for a clause, e.g. fails-fast=2s', collect)
		.option('--case <filter>', 'only these scenarios, by id or title; may be repeated', collect)
		.option('--tag <tag>', 'only scenarios with this tag (default: quick)', collect)
		.option('--seed <n>', 'seed of everything that is random')
		.option('--workers <n>', 'cases of a build at the same time')
		.option('--store <folder>', 'where judgements are kept (default: .gatelock/releases)')
		.option('--fresh', 'judge again what was judged before');
}

function collect(value: string, before: string[] = []): string[] {
	return [...before, value];
}

/** The config of the project in the current folder. */
async function projectConfig(): Promise<ProjectConfig> {
	const { loadConfig } = await import('../config/load-config.ts');
	return await loadConfig(process.cwd());
}

/** Says what went wrong, and which exit code that is. */
function tell(error: unknown): number {
	if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.pass : exitCodes.badUsage;
	const message = error instanceof Error ? error.message : String(error);
	process.stderr.write(`gatelock: ${message}\n`);
	if (error instanceof BuildUnobtainableError && error.reason === 'bad-spec') return exitCodes.badUsage;
	const unusable = [
		GatewayNeverStartsError,
		GatewayWantsCredentialsError,
		GatewayNotFoundError,
		BuildUnobtainableError,
	];
	if (unusable.some((kind) => error instanceof kind)) return exitCodes.buildUnusable;
	if (isBadUsage(error)) return exitCodes.badUsage;
	if (error instanceof ComparisonInterruptedError) return exitCodes.interrupted;
	if (error instanceof RecordUnreadableError) return exitCodes.invalid;
	if (error instanceof Error && error.stack !== undefined) process.stderr.write(`${error.stack}\n`);
	return exitCodes.invalid;
}
