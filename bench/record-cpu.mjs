// Loaded into the processes of the harness: each records, and keeps up to date, the processor time that it used.
import { writeFileSync } from 'node:fs';

const folder = process.env.GATELOCK_BENCH_CPU;
const file = `${folder}/${process.pid}-${process.hrtime.bigint()}`;
const record = () => {
	const { user, system } = process.cpuUsage();
	writeFileSync(file, String((user + system) / 1000));
};
if (folder !== undefined) {
	// A worker may be ended by a signal, which no exit handler sees.
	setInterval(record, 1_000).unref();
	process.on('exit', record);
}
