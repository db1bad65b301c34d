import { totalmem } from 'node:os';

/**
 * All arenas of a run together: a warmed home has at most 256 MiB, one that was never stored some more, and a few cases
 * run at a time. Half of the memory is what the kernel allows by itself (tmpfs(5)); a container has less than its machine.
 */
const maxBytes = 8 * 1024 ** 3;
/** Each costs about 1 KiB that no size bounds. A gateway that makes 100,000 files fits in several times. */
const maxFiles = 1_000_000;

/** Options of the run's file system in memory, so that a gateway that fills its /tmp fills that and not the machine. */
export function capsOfMemory(): string {
	const memory = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
	return `size=${Math.min(maxBytes, Math.floor(memory / 2))},nr_inodes=${maxFiles}`;
}
