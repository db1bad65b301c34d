import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describeIsolation } from '../arena/isolation.ts';
import type { RunContext } from '../arena/run-context.ts';
import { runFolderVersion } from '../report/run-folder-version.ts';
import { type RunRecord, runRecordName } from '../report/run-record.ts';
import { masking } from '../timeline/secrets.ts';
import type { RunOptions } from './run-options.ts';
import type { Shard } from './shard.ts';

/** Writes `run.json`: what this run is, enough to repeat it elsewhere. */
export function writeRunRecord(
	context: RunContext,
	told: {
		readonly beganAt: string;
		readonly control: string;
		readonly versions: Readonly<Record<string, string>>;
		readonly asked: Pick<RunOptions, 'gateway' | 'build' | 'limits'>;
		readonly shard: Shard | undefined;
	},
): void {
	const { gateway, build, limits } = told.asked;
	const record: RunRecord = {
		schema: runFolderVersion,
		id: context.runId,
		startedAt: told.beganAt,
		versions: { ...told.versions },
		isolation: describeIsolation(context.isolation),
		capabilities: { ...context.capabilities },
		contract: context.contract,
		seed: context.seed,
		limits: context.limits,
		baseline: context.baseline,
		control: told.control,
		gateway: context.gateway.text,
		asked: { gateway, build, limits: { ...limits } },
		cwd: process.cwd(),
		...(told.shard === undefined ? {} : { shard: told.shard }),
	};
	writeFileSync(path.join(context.runFolder, runRecordName), `${JSON.stringify(masking(record), null, '\t')}\n`);
}
