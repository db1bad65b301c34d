import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Arena } from '../arena/arena.ts';
import { bindIndex } from '../syscalls/bind-plan.ts';
import { parseTrace } from '../syscalls/parse.ts';
import { Recorder } from '../timeline/recorder.ts';

/**
 * Which `bind` of its thread is the gateway's own: counted in one traced start without any fault, in an arena of its
 * own, once per run. That the call was really hit is proven again from each case's trace.
 *
 * @throws Error when the trace shows no such bind; the case is invalid then.
 */
export async function plannedBind(arena: Arena): Promise<number> {
	const plan = path.join(arena.context.runFolder, 'bind-plan.txt');
	if (existsSync(plan)) return Number(readFileSync(plan, 'utf8'));
	const rehearsal = await Arena.create({
		context: arena.context,
		contract: arena.contract,
		recorder: new Recorder(null),
		id: `${arena.id}-plan`,
	});
	try {
		const file = path.join(rehearsal.folder, 'control', 'plan.strace');
		await rehearsal.start({ traceOnly: { file } });
		const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
		const nth = bindIndex(parseTrace(text), rehearsal.port, arena.contract.host);
		if (nth === null) {
			throw new Error(`a traced start shows no bind of ${arena.contract.host}:${rehearsal.port}`);
		}
		writeFileSync(`${plan}.${process.pid}`, String(nth));
		renameSync(`${plan}.${process.pid}`, plan);
		return nth;
	} finally {
		await rehearsal.close();
	}
}
