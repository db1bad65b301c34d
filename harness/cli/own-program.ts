import path from 'node:path';
import { quoteForShell } from '../gateway/quote-for-shell.ts';

/** What the choice depends on. */
export interface Started {
	/** The file that Node was given, absolute, links not followed. */
	readonly file: string;
	readonly cwd: string;
	readonly environment: Readonly<Record<string, string | undefined>>;
}

const viaNpx = 'npx gatelock';

/** Words that start this program again from the current folder, for a command that is copied. */
export function ownProgram(): string {
	return programFor({ file: path.resolve(process.argv[1] ?? ''), cwd: process.cwd(), environment: process.env });
}

/**
 * `npx gatelock` where npx finds it: in a project that has the package, and in a clone. `gatelock` when that lies on the
 * PATH. Otherwise Node and the file. Pure.
 */
export function programFor({ file, cwd, environment }: Started): string {
	if (environment.npm_lifecycle_event === 'npx') return viaNpx;
	if (file === path.join(cwd, 'bin', 'gatelock.js')) return viaNpx;
	const [project = '', ...installed] = file.split(`${path.sep}node_modules${path.sep}`);
	if (installed.length > 0 && `${cwd}${path.sep}`.startsWith(`${project}${path.sep}`)) return viaNpx;
	const isOnPath = (environment.PATH ?? '').split(path.delimiter).includes(path.dirname(file));
	return isOnPath && path.basename(file) === 'gatelock' ? 'gatelock' : `node ${quoteForShell(file)}`;
}
