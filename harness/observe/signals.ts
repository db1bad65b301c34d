import { readFileSync } from 'node:fs';
import { constants } from 'node:os';

/** Signals that were sent to the process and are not delivered yet (`SigPnd` and `ShdPnd` in `/proc/<pid>/status`). */
export function readPendingSignals(pid: number): Set<string> {
	let text: string;
	try {
		text = readFileSync(`/proc/${pid}/status`, 'utf8');
	} catch {
		return new Set();
	}
	const pending = new Set<string>();
	for (const match of text.matchAll(/^(?:SigPnd|ShdPnd):\t([0-9a-f]+)$/gm)) {
		const bits = BigInt(`0x${match[1]}`);
		for (const [name, number] of Object.entries(constants.signals)) {
			if ((bits >> BigInt(number - 1)) & 1n) pending.add(name);
		}
	}
	return pending;
}
