import { homedir } from 'node:os';
import path from 'node:path';

/** `$GATELOCK_CACHE`, else `gatelock` below `$XDG_CACHE_HOME`, else `~/.cache/gatelock`. Absolute. */
export function defaultCacheDir(environment: NodeJS.ProcessEnv = process.env): string {
	if (environment.GATELOCK_CACHE) return path.resolve(environment.GATELOCK_CACHE);
	const caches = environment.XDG_CACHE_HOME;
	// The XDG rules say that a relative path counts as not set.
	if (caches && path.isAbsolute(caches)) return path.join(caches, 'gatelock');
	return path.join(homedir(), '.cache', 'gatelock');
}
