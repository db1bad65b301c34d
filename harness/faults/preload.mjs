// Runs inside an unmodified Node gateway (NODE_OPTIONS=--import). It waits on an unreferenced socket for one word and
// then makes the process die in the way that the word names. It keeps nothing alive and prints nothing.
import net from 'node:net';
import { isMainThread } from 'node:worker_threads';

const path = process.env.GATELOCK_CONTROL;
// In a worker thread an exit or an exception ends that thread, not the process.
if (path && isMainThread) {
	const socket = net.connect(path);
	socket.unref();
	socket.on('error', () => {});
	socket.write(`${process.pid}\n`);
	socket.on('data', (data) => {
		const word = data.toString().trim();
		// The harness reads this answer as the proof that the fault was reached; then the fault happens.
		socket.write(`firing ${word}\n`, () => setImmediate(() => fire(word)));
	});
}

function fire(word) {
	if (word === 'abort') process.abort();
	if (word === 'uncaught-exception') throw new Error('gatelock: uncaught exception on purpose');
	if (word === 'unhandled-rejection') Promise.reject(new Error('gatelock: unhandled rejection on purpose'));
	if (word.startsWith('exit ')) process.exit(Number(word.slice(5)));
	if (word === 'heap-exhaustion') {
		const held = [];
		// Arrays of doubles hold no references, so the collector has nothing to walk: the heap is full in about a second.
		for (;;) held.push(new Array(250_000).fill(1.5));
	}
}
