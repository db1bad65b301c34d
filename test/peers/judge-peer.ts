import { readFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import type { Peer } from '../../fixtures/peers/peer.ts';
import { findProgram } from '../../harness/gateway/find-program.ts';
import { type Report, reportSchema } from '../../harness/report/report.ts';
import { program } from '../testing/gatelock.ts';
import { repository } from '../testing/repository.ts';

/** Longer than the quick scenarios of the slowest peer on two busy cores. */
const mostMinutes = 15;

/** A peer, and what came of it; a reason where nothing could. */
export interface JudgedPeer {
	readonly peer: Peer;
	readonly report: Report | null;
	readonly problem: string | null;
}

/** Which of its programs this machine lacks; null when it has all. */
export function missingProgram(peer: Peer): string | null {
	return peer.programs.find((each) => findProgram(each) === null) ?? null;
}

/** Judges a peer by its own contract, as anybody would from the command line. */
export async function judgePeer(peer: Peer, choice: readonly string[], runs: string): Promise<JudgedPeer> {
	const missing = missingProgram(peer);
	if (missing !== null) return { peer, report: null, problem: `${missing} is not here: ${peer.install}` };
	const json = path.join(runs, `${peer.contract.id}.json`);
	const words = ['run', ...choice, '--gateway', peer.gateway, '--contract', peer.contract.id, '--json', json];
	const run = await execa(process.execPath, [program, ...words], {
		cwd: path.join(repository, 'fixtures', 'peers'),
		env: { GATELOCK_RUNS: runs },
		stdin: 'ignore',
		reject: false,
		timeout: mostMinutes * 60_000,
	});
	try {
		return { peer, report: reportSchema.parse(JSON.parse(readFileSync(json, 'utf8'))), problem: null };
	} catch {
		return {
			peer,
			report: null,
			problem: run.stderr.split('\n').findLast((line) => line.startsWith('gatelock: ')) ?? '',
		};
	}
}
