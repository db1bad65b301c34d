/**
 * `npm run track-record [-- words… --repeat <n> --workers <n> --fresh]`: replays the public reports on the builds that
 * they are about, and tells what came of it in docs/track-record.md. A word chooses by build, scenario or number of a report.
 * It goes on where it was interrupted: what the record has of a story counts, unless `--fresh` forgets it.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ownFindings } from './own-findings.ts';
import { type PlannedBuild, planFor, withReplays } from './plan.ts';
import { readTrackRecord, type TrackRecord, writeTrackRecord } from './record.ts';
import { replay } from './replay.ts';
import { reports } from './reports.ts';
import { trackRecordPage, trackRecordPageFile } from './track-record-page.ts';

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		repeat: { type: 'string', default: '10' },
		workers: { type: 'string', default: '2' },
		fresh: { type: 'boolean', default: false },
	},
});
process.exitCode = await main();

async function main(): Promise<number> {
	const repeat = Number(values.repeat);
	const workers = Number(values.workers);
	for (const [option, value] of Object.entries({ repeat, workers })) {
		if (Number.isInteger(value) && value > 0) continue;
		process.stderr.write(`--${option} takes a whole number above 0.\n`);
		return 2;
	}
	const record = readTrackRecord();
	const plan = planFor([...reports, ...ownFindings], {
		words: positionals,
		repeat,
		record: values.fresh ? {} : record,
	});
	let trouble = 0;
	for (const planned of plan) if (!(await replayOn(planned, workers))) trouble++;
	writeFileSync(trackRecordPageFile, trackRecordPage());
	process.stdout.write(`${plan.length - trouble} of ${plan.length} runs ended with a report.\n`);
	return trouble === 0 ? 0 : 1;
}

/** Replays what is missing on one build; the record is written at once, so that no interruption costs more than this. */
async function replayOn(planned: PlannedBuild, workers: number): Promise<boolean> {
	const runs = mkdtempSync(path.join(tmpdir(), 'gatelock-track-record-'));
	process.stderr.write(`${planned.build}: ${planned.scenarios.join(', ')}: ${planned.repeat}×\n`);
	try {
		const { groups, problem } = await replay(planned.build, planned.scenarios, {
			repeat: planned.repeat,
			workers,
			runs,
		});
		if (problem !== null) process.stderr.write(`  ${problem}\n`);
		const before: TrackRecord = readTrackRecord();
		writeTrackRecord(withReplays(before, groups, { forgets: values.fresh }));
		return problem === null;
	} finally {
		rmSync(runs, { recursive: true, force: true });
	}
}
