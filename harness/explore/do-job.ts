import { collect } from './collect.ts';
import { stateKey } from './crash-state.ts';
import type { Answer, Job, Settings } from './jobs.ts';
import { judgeWorld } from './judge-world.ts';
import { nothingKnown } from './judged.ts';
import { killAt } from './kill.ts';
import { judgedTexts } from './messages.ts';
import { runRace, runSolo } from './race.ts';
import { Camera } from './snapshot.ts';
import { openWorld, type World } from './world.ts';

/**
 * Does one job in an arena of its own.
 *
 * @throws Error that says why the harness could not do it.
 */
export async function doJob(job: Job, settings: Settings): Promise<Answer> {
	const title = job.kind === 'judge' ? job.title : job.caseId;
	const world = await openWorld({ ...settings, history: job.history, caseId: job.caseId, title });
	try {
		return await doIn(world, job, settings);
	} catch (error) {
		await world.arena.close();
		throw error;
	}
}

async function doIn(world: World, job: Job, settings: Settings): Promise<Answer> {
	const { blobs, steadyMs, patienceMs } = settings;
	switch (job.kind) {
		case 'collect':
			return { kind: 'collect', result: await collect(world, { ...job, blobs, steadyMs }) };
		case 'judge': {
			checkRestored(world, job, blobs);
			return {
				kind: 'judge',
				result: await judgeWorld(world, { ...job, state: job.history.state, blobs, patienceMs }),
			};
		}
		case 'solo':
			return { kind: 'solo', result: await runSolo(world, job.held) };
		case 'race':
			checkRestored(world, job, blobs);
			return { kind: 'race', result: await runRace(world, job.schedule, job.tells) };
		case 'kill': {
			const killed = await killAt(world, { ...job, blobs, steadyMs });
			const { knownLockouts } = job;
			const how = { ...nothingKnown, state: killed.state, knownLockouts, isTraced: false, blobs, patienceMs };
			const judged = await judgeWorld(world, how);
			return { kind: 'kill', result: { ...killed, judged } };
		}
	}
}

/** What was brought back must be what was taken. */
function checkRestored({ arena, baseline }: World, { history }: Job, blobs: string): void {
	const { pids, startTicks, takenAtMs } = history.state;
	const actual = stateKey(new Camera(arena.folder, baseline, blobs).take({ pids, startTicks, takenAtMs }));
	const expected = stateKey(history.state);
	if (actual !== expected) throw new Error(judgedTexts.notRestored(expected, actual));
}
