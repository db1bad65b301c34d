import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import type { Reporter, TestCase, Vitest } from 'vitest/node';
import { startVitest } from 'vitest/node';
import { Guard } from '../arena/guard.ts';
import type { Isolation } from '../arena/isolation.ts';
import { removeWhenEmpty } from '../arena/remove-when-empty.ts';
import type { RunContext } from '../arena/run-context.ts';
import { escapeForRegExp } from '../contract/holes.ts';
import { kitFolder, ownExtension } from '../own-extension.ts';
import type { Concurrency } from '../scenario/admission.ts';
import { type CaseResult, caseResultSchema } from '../scenario/case-result.ts';
import type { CaseListener, HostedRun } from '../scenario/hosted-run.ts';
import type { ListedInFile } from '../scenario/listing.ts';
import { oneAtATime } from './cases-at-once.ts';
import { processesFor } from './processes-for.ts';

/** Runs the scenario files under Vitest, in forks, and gathers what came of each case. */
export async function hostUnderVitest(options: {
	readonly files: readonly string[];
	readonly context: RunContext;
	/** Cases at the same time. */
	readonly concurrency: Concurrency;
	readonly listener: CaseListener;
	/** Where Vitest's own report goes, for `mergeCases`. */
	readonly blob?: string;
}): Promise<HostedRun> {
	return await host(options, options.blob === undefined ? [] : [['blob', { outputFile: options.blob }]], {});
}

/** What Vitest's own reports in `folder` say, as if their cases had been run here. */
export async function mergeCases(
	folder: string,
	options: { readonly files: readonly string[]; readonly context: RunContext; readonly listener: CaseListener },
): Promise<HostedRun> {
	return await host({ ...options, concurrency: oneAtATime }, [], { mergeReports: folder });
}

async function host(
	options: Omit<Parameters<typeof hostUnderVitest>[0], 'blob'>,
	reporters: readonly unknown[],
	settings: object,
): Promise<HostedRun> {
	const results: CaseResult[] = [];
	const listed: ListedInFile[] = [];
	const errors: string[] = [];
	const dataFolder = passingDataFolder(options.context.isolation);
	const modules = testModules(options.files, options.context);
	const { least, most } = options.concurrency;
	const processes = Math.min(modules.files.length, processesFor(availableParallelism()));
	const share = (cases: number) => Math.max(1, Math.ceil(cases / processes));
	const reporter = gather(options.listener, results, listed, errors);
	try {
		const vitest = await startVitest(
			'test',
			[],
			{
				root: kitFolder,
				config: false,
				watch: false,
				include: [...modules.files],
				exclude: [],
				pool: 'forks',
				maxWorkers: Math.max(1, processes),
				maxConcurrency: share(most),
				isolate: false,
				provide: {
					gatelock: options.context,
					gatelockConcurrency: { least: share(least), most: share(most) },
				},
				reporters: [{ onInit: () => dataFolder[Symbol.dispose]() }, reporter, ...reporters],
				api: false,
				cache: false,
				update: false,
				passWithNoTests: true,
				teardownTimeout: 5_000,
				sequence: { seed: options.context.seed },
				// The kit's own modules are loaded by Node itself: transforming them took most of a worker's start.
				server: { deps: { external: [ownModules] } },
				...settings,
			} as never,
			{ cacheDir: path.join(options.context.isolation.arenaRoot, 'vite-cache'), logLevel: 'silent' },
			{ stdout: sink(), stderr: sink(), stdin: new PassThrough() as never },
		);
		await close(vitest);
		return { results, listed, errors };
	} finally {
		await Guard.end();
		modules[Symbol.dispose]();
		dataFolder[Symbol.dispose]();
	}
}

function gather(listener: CaseListener, results: CaseResult[], listed: ListedInFile[], errors: string[]): Reporter {
	return {
		onTestModuleCollected(module) {
			const cases = [...module.children.allTests()].filter((test) => !test.meta().filteredOut);
			listener.planned(cases.length);
			for (const test of module.children.allTests()) {
				const scenario = test.meta().listed;
				if (scenario !== undefined) listed.push({ ...scenario, file: fileOf(test) });
			}
		},
		onTestModuleEnd(module) {
			for (const error of module.errors()) errors.push(`${module.moduleId}: ${error.message}`);
		},
		onTestCaseReady(test) {
			if (!test.meta().filteredOut && test.result().state === 'pending') listener.started(test.name);
		},
		onTestCaseResult(test) {
			if (test.meta().filteredOut) return;
			const result = resultOf(test);
			results.push(result);
			listener.finished(result);
		},
		onTestRunEnd(_modules, unhandled) {
			for (const error of unhandled) errors.push(error.message);
		},
	};
}

/** Vitest left it out at the word of its file. */
const notRunReason = 'it is marked .skip, or another scenario of its file is marked .only';

/** A test that ended without a result of its own (its story threw, its worker died) allows no verdict. */
function resultOf(test: TestCase): CaseResult {
	const parsed = caseResultSchema.safeParse(test.meta().gatelock);
	if (parsed.success) return { ...parsed.data, ...ownFile(test) };
	if (test.result().state === 'skipped') return notRun(test, 'skipped', notRunReason);
	const reason =
		test
			.result()
			.errors?.map((error) => error.message)
			.join('; ') ?? 'the case ended without a result';
	return notRun(test, 'invalid', reason);
}

/** Files of the kit are where the kit is; a project's own are told from its folder. */
function ownFile(test: TestCase): { file?: string } {
	const file = fileOf(test);
	if (file.startsWith(path.join(kitFolder, 'scenarios', path.sep))) return {};
	return { file: path.relative(process.cwd(), file) };
}

function fileOf(test: TestCase): string {
	return test.meta().file ?? test.module.moduleId;
}

function notRun(test: TestCase, verdict: 'invalid' | 'skipped', reason: string): CaseResult {
	return {
		id: test.name,
		scenario: test.name,
		title: test.name,
		asserts: [],
		verdict,
		clauses: [],
		reason,
		durationMs: test.diagnostic()?.duration ?? 0,
	};
}

const ownModules = new RegExp(`^${escapeForRegExp(kitFolder)}/(?:harness|scenarios|fixtures)/`);

/**
 * The modules that Vitest runs. Within a module its cases run at the same time, and modules of one process run one after
 * the other. So one module loads many scenario files. A file with `.only` stays a module, since that concerns the module.
 */
function testModules(
	files: readonly string[],
	context: RunContext,
): { readonly files: readonly string[] } & Disposable {
	const [own, shared] = [files.filter(hasOnly), files.filter((file) => !hasOnly(file))];
	// Where files are only listed, an error must name the file that does not load.
	if (context.listOnly || shared.length === 0) return { files, [Symbol.dispose]() {} };
	mkdirSync(context.runFolder, { recursive: true });
	const module = path.join(context.runFolder, `cases-${process.pid}.mjs`);
	const lines = shared.flatMap((file) => [
		`globalThis.gatelockFile = ${JSON.stringify(file)};`,
		`await import(${JSON.stringify(file)});`,
	]);
	const ordering = path.join(kitFolder, 'harness', 'scenario', `order-cases${ownExtension}`);
	lines.push(
		'globalThis.gatelockFile = undefined;',
		`const { orderCases } = await import(${JSON.stringify(ordering)});`,
		'orderCases();',
	);
	writeFileSync(module, `${lines.join('\n')}\n`);
	return { files: [module, ...own], [Symbol.dispose]: () => rmSync(module, { force: true }) };
}

function hasOnly(file: string): boolean {
	return /\.only\b/.test(readFileSync(file, 'utf8'));
}

/** Vitest puts a token for its web page into the user's data folder. There is no page here, and nothing to be kept. */
function passingDataFolder({ kind, arenaRoot }: Isolation): Disposable {
	const before = process.env.XDG_DATA_HOME;
	const folder = path.join(arenaRoot, 'vitest-data');
	const guarded = { marker: `data of ${arenaRoot}`, folder };
	// No arena of this process has a guard yet, and whoever is killed in the meantime removes nothing.
	const guard = kind === 'process-groups' ? Guard.forThisProcess() : null;
	guard?.watch(guarded);
	process.env.XDG_DATA_HOME = folder;
	return {
		[Symbol.dispose]() {
			if (process.env.XDG_DATA_HOME !== folder) return;
			if (before === undefined) delete process.env.XDG_DATA_HOME;
			else process.env.XDG_DATA_HOME = before;
			rmSync(folder, { recursive: true, force: true });
			removeWhenEmpty(arenaRoot);
			guard?.forget(guarded);
		},
	};
}

function sink(): Writable {
	return new Writable({ write: (_chunk, _encoding, done) => done() });
}

async function close(vitest: Vitest | undefined): Promise<void> {
	await vitest?.close();
}
