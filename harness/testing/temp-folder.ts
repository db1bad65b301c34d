import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** An empty folder of the running test, removed when it ends. */
export function tempFolder(parent = tmpdir()): string {
	const folder = mkdtempSync(path.join(parent, 'gatelock-test-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
}
