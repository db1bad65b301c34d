import { createRequire } from 'node:module';
import path from 'node:path';

/** Whether a file of the project in `folder` can import the kit, as scenarios and the config file do. */
export function hasKit(folder: string): boolean {
	try {
		createRequire(path.join(folder, 'scenario.js')).resolve('gatelock/package.json');
		return true;
	} catch {
		return false;
	}
}
