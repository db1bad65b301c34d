import { existsSync } from 'node:fs';
import path from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** A Chromium of this machine, for tests of the page: `GATELOCK_CHROMIUM`, or the first on the PATH; null without one. */
export function findChromium(environment: Readonly<Record<string, string | undefined>> = process.env): string | null {
	const named = environment.GATELOCK_CHROMIUM;
	if (named !== undefined && named !== '') return existsSync(named) ? named : null;
	const folders = (environment.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
	const files = folders.flatMap((folder) => names.map((name) => path.join(folder, name)));
	return files.find((file) => existsSync(file)) ?? null;
}

/** Why there is none; null when there is one. */
export function whyNoChromium(): string | null {
	return findChromium() === null ? 'not installed' : null;
}
