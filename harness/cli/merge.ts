import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { contractOf, type ProjectConfig } from '../config/project-config.ts';
import { quoteForShell } from '../gateway/quote-for-shell.ts';
import { buildReport } from '../report/build-report.ts';
import { exitCodeFor } from '../report/exit-code.ts';
import { type RunRecord, runRecordName } from '../report/run-record.ts';
import { brokenHost, caseReportOf, mergeRepeats } from './build-run-report.ts';
import { UsageError } from './errors.ts';
import { ownProgram } from './own-program.ts';
import { publishReport } from './publish-report.ts';
import { makeRunFolder } from './run-folder.ts';
import { blobName } from './run-inside.ts';
import type { OutputOptions } from './run-options.ts';
import { askingContext } from './select-scenarios.ts';
import { readRunRecord, readStoredReport, runFolderOf } from './stored-run.ts';
import { mergeCases } from './vitest-host.ts';

interface ShardFolder {
	readonly folder: string;
	readonly record: RunRecord;
}

/**
 * `gatelock merge <folders…>`: makes one run of the shards' folders, their records included, by Vitest's own merge.
 *
 * @returns The exit code that the whole run would have had.
 */
export async function merge(
	folders: readonly string[],
	options: OutputOptions & { readonly allowFlaky: boolean },
	config: ProjectConfig,
): Promise<number> {
	const shards = folders.map(shardIn);
	const [first] = shards;
	if (first === undefined) throw new UsageError('merge', '', 'the run folders of shards');
	refuseOthers(shards);
	const { runFolder } = makeRunFolder(process.cwd(), config.retention);
	copyCases(shards, runFolder);
	const blobs = mkdtempSync(path.join(tmpdir(), 'gatelock-blobs-'));
	try {
		for (const [index, { folder }] of shards.entries())
			cpSync(path.join(folder, blobName), path.join(blobs, `${index}.json`));
		const context = { ...askingContext('merge', runFolder), listOnly: false };
		const listener = { planned: () => {}, started: () => {}, finished: () => {} };
		const hosted = await mergeCases(blobs, { files: [], context, listener });
		const { record } = first;
		const { shard: _, ...whole } = record;
		writeFileSync(
			path.join(runFolder, runRecordName),
			`${JSON.stringify({ ...whole, id: path.basename(runFolder) }, null, '\t')}\n`,
		);
		const commandLine = { program: ownProgram(), repeatOptions: repeatOptions(record, config) };
		const reports = shards.map(({ folder }) => readStoredReport(folder));
		const also = reports.map((each) => each?.also).find((each) => each !== undefined);
		const report = buildReport({
			also,
			gateway: record.gateway,
			contract: record.contract,
			isolation: record.isolation,
			seed: record.seed,
			...(record.baseline === null ? {} : { baseline: record.baseline }),
			limits: record.limits,
			control: record.control,
			cases: [
				...mergeRepeats(hosted.results).map((result) => caseReportOf(result, commandLine)),
				...hosted.errors.map(brokenHost),
			],
			durationMs: Math.max(0, ...reports.map((each) => each?.durationMs ?? 0)),
			folder: runFolder,
			versions: record.versions,
		});
		publishReport(report, contractOf(config, record.contract), options);
		return exitCodeFor(report.verdict, options);
	} finally {
		rmSync(blobs, { recursive: true, force: true });
	}
}

function shardIn(text: string): ShardFolder {
	const folder = runFolderOf(text);
	const record = existsSync(folder) ? readRunRecord(folder) : null;
	if (record === null || !existsSync(path.join(folder, blobName))) {
		throw new UsageError('merge', text, 'the run folder of a shard (gatelock run --shard i/n)');
	}
	return { folder, record };
}

/** Parts of different runs make no whole. */
function refuseOthers(shards: readonly ShardFolder[]): void {
	const [first] = shards;
	const seen = new Set<number>();
	for (const { folder, record } of shards) {
		const same = (['gateway', 'contract', 'seed'] as const).filter((key) => record[key] !== first?.record[key]);
		if (same.length > 0)
			throw new UsageError(
				'merge',
				folder,
				`shards of one run; ${same.join(' and ')} differ from those of the first (give each shard the same --seed)`,
			);
		if (record.versions.gatelock !== first?.record.versions.gatelock)
			throw new UsageError('merge', folder, 'shards that one version of Gatelock ran');
		const { index, count } = record.shard ?? { index: 1, count: 1 };
		if (count !== shards.length || seen.has(index))
			throw new UsageError('merge', folder, `every shard of 1/${count} to ${count}/${count}, each once`);
		seen.add(index);
	}
}

function copyCases(shards: readonly ShardFolder[], runFolder: string): void {
	for (const { folder, record } of shards) {
		const cases = path.join(folder, 'cases');
		for (const name of existsSync(cases) ? readdirSync(cases) : []) {
			cpSync(path.join(cases, name), path.join(runFolder, 'cases', name), { recursive: true, verbatimSymlinks: true });
		}
		const own = path.join(runFolder, 'shards', String(record.shard?.index ?? 1));
		mkdirSync(own, { recursive: true });
		for (const name of [runRecordName, 'report.json', 'calibration']) {
			if (existsSync(path.join(folder, name)))
				cpSync(path.join(folder, name), path.join(own, name), { recursive: true });
		}
	}
}

function repeatOptions({ asked, contract, seed }: RunRecord, config: ProjectConfig): string {
	return [
		...(asked.gateway === null ? [] : [`--gateway ${quoteForShell(asked.gateway)}`]),
		...(asked.build === null ? [] : [`--build ${quoteForShell(asked.build)}`]),
		...(contract === config.contract ? [] : [`--contract ${contract}`]),
		...Object.entries(asked.limits).map(([clause, limitMs]) => `--limit ${clause}=${limitMs}ms`),
		`--seed ${seed}`,
	].join(' ');
}
