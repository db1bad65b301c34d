import { tmpdir } from 'node:os';
import { beforeEach } from 'vitest';
import { probeCapabilities } from '../arena/probe-capabilities.ts';

/** Skips the tests of this file, with the reason, where strace cannot do what the faults need. */
export async function needsStrace(): Promise<void> {
	const { strace } = await probeCapabilities({ kind: 'process-groups', reason: 'a test', arenaRoot: tmpdir() });
	beforeEach(({ skip }) => skip(strace !== null, `strace: ${strace}`));
}
