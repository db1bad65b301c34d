import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Arena } from '../arena/arena.ts';
import { bindIndex } from '../syscalls/bind-plan.ts';
import { parseTrace } from '../syscalls/parse.ts';
import { Recorder } from '../timeline/recorder.ts';
import { readKnown, writeKnown } from './known-file.ts';

/** Runs of one case whose planned bind was missed: the first, and again with what its trace has taught. */
export const maxPlannedTries = 3;

/**
 * Which `bind` of its thread is the gateway's own: counted in one traced start without any fault, in an arena of its
 * own, once for a build and else once per run. That the call was really hit is proven again from each case's trace.
 *
 * @throws Error when the trace shows no such bind; the case is invalid then.
 */
export async function plannedBind(arena: Arena): Promise<number> {
	const known = readKnown(arena, 'bind-plan');
	if (known !== null) return known;
	const rehearsal = await Arena.create({
		context: arena.context,
		contract: arena.contract,
		recorder: new Recorder(null),
		id: `${arena.id}-plan`,
	});
	try {
		const file = path.join(rehearsal.folder, 'control', 'plan.strace');
		await rehearsal.start({ traceOnly: { file, isFast: true } });
		const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
		const nth = bindIndex(parseTrace(text), rehearsal.port, arena.contract.host);
		if (nth === null) {
			throw new Error(`a traced start shows no bind of ${arena.contract.host}:${rehearsal.port}`);
		}
		writeKnown(arena, 'bind-plan', nth);
		return nth;
	} finally {
		await rehearsal.close();
	}
}

/**
 * Where the planned bind was missed (the gateway made another number of binds before its own than in the rehearsal),
 * what the case's trace shows is the plan from now on.
 *
 * @returns Whether the plan is another one now, so that another try of the case makes sense.
 */
export function replanBind(arena: Arena): boolean {
	const planned = readKnown(arena, 'bind-plan');
	for (const { tracedFault, port } of arena.instances) {
		if (tracedFault?.fault.at.kind !== 'own-bind' || !existsSync(tracedFault.traceFile)) continue;
		const nth = bindIndex(parseTrace(readFileSync(tracedFault.traceFile, 'utf8')), port, arena.contract.host);
		if (nth === null || planned === null || planned === nth) continue;
		writeKnown(arena, 'bind-plan', nth);
		return true;
	}
	return false;
}
