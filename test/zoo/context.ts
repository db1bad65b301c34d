import path from 'node:path';
import { execaSync } from 'execa';
import type { FixtureProgram } from '../../fixtures/programs.ts';
import { noCapabilities } from '../../harness/arena/capabilities.ts';
import { clawdbot202512 } from '../../harness/contract/clawdbot-2025-12.ts';
import { type Baseline, type Limit, limitsFor } from '../../harness/contract/limits.ts';
import { kitFolder } from '../../harness/own-extension.ts';
import type { JobContext } from './job.ts';

/** Paths that a cage and the gateways in it must see. */
export const visiblePaths = [path.dirname(kitFolder), path.dirname(process.execPath), process.cwd()];

/** The context of a gateway of the zoo that nothing is known of yet. Its records go below `folder`. */
export function contextFor(folder: string, name: string, words: readonly string[]): JobContext {
	const baseline = { coldStartMs: 0, warmStartMs: 0, failStartMs: null };
	return {
		runId: `zoo-${process.pid}-${name}`,
		runFolder: path.join(folder, name),
		gateway: { text: name, words: [...words], environment: {} },
		contract: clawdbot202512.id,
		limits: limitsFor(clawdbot202512, baseline),
		also: null,
		baseline: null,
		clientLifeMs: null,
		capabilities: noCapabilities('not probed yet'),
		warmHome: null,
		visible: visiblePaths,
		seed: 1,
		repeat: 1,
		retries: 0,
		untilFail: false,
		keep: false,
		strace: false,
		pauseAt: null,
		listOnly: false,
		wanted: null,
		program: 'npx gatelock',
		repeatOptions: '',
		project: null,
	};
}

/**
 * The limits of a known-bad gateway: those of the reference gateway, as if the user had set them. A gateway that is always
 * slow must not raise its own.
 */
export function referenceLimits(baseline: Baseline): Limit[] {
	return limitsFor(clawdbot202512, baseline).map((limit) => ({ ...limit, origin: '--limit' }));
}

let python: string | undefined;

/** The interpreter itself: a shell script in its place (a version manager's) is slow, and has a process tree of its own. */
export function commandOf({ command: [interpreter, file] }: FixtureProgram): string[] {
	if (interpreter !== 'python3') return [interpreter, file];
	python ??= execaSync(interpreter, ['-c', 'import sys; print(sys.executable)'], { stdin: 'ignore' }).stdout.trim();
	return [python, file];
}
