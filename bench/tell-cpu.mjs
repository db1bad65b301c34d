// Loaded into the processes of the harness: at its end each writes down, and keeps up to date, what processor time it used.
import { writeFileSync } from 'node:fs';

const folder = process.env.GATELOCK_BENCH_TOLD;
const file = `${folder}/${process.pid}-${process.hrtime.bigint()}`;
const tell = () => {
	const { user, system } = process.cpuUsage();
	writeFileSync(file, String((user + system) / 1000));
};
if (folder !== undefined) {
	// A worker may be ended by a signal, which no exit handler sees. Telling costs, too.
	setInterval(tell, 1_000).unref();
	process.on('exit', tell);
}
