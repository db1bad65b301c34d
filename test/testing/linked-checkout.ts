import { readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { repository, temporaryFolder } from './gatelock.ts';

/** What a copy has of its own, and the scenarios: through two paths each would be there twice. */
const leftOut = ['.git', '.gatelock', 'scenarios'];

/**
 * A folder in which the commands of the pages work as in a checkout. Their runs are stored in it, so that commands that
 * use the latest run do not disturb each other. Removed after the test.
 */
export function linkedCheckout(): string {
	const folder = temporaryFolder();
	for (const name of readdirSync(repository).filter((each) => !leftOut.includes(each))) {
		symlinkSync(path.join(repository, name), path.join(folder, name));
	}
	return folder;
}
