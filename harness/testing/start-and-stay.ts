import { Arena } from '../arena/arena.ts';
import { clawdbot202512 } from '../contract/clawdbot-2025-12.ts';
import { Recorder } from '../timeline/recorder.ts';
import { contextForTests } from './context-for-tests.ts';

/** A harness of its own, to be killed: starts a gateway of two processes in an arena, says what there is, and stays. */
const [folder = '', ...words] = process.argv.slice(2);
const arena = await Arena.create({
	context: contextForTests({ folder, words }),
	contract: clawdbot202512,
	recorder: new Recorder(null),
	id: 'case',
});
const gateway = await arena.start();
await arena.watcher.until(() => gateway.processes('tree').length === 2, arena.expiry(10_000, gateway));
const processes = gateway.processes('tree').map(({ pid, startTicks }) => ({ pid, startTicks }));
console.log(JSON.stringify({ arena: arena.folder, marker: arena.marker, processes }));
setInterval(() => {}, 1_000);
