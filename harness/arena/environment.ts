/**
 * Variables that a gateway may inherit. An allow-list, never a delete-list: Vitest sets VITEST and NODE_ENV=test, and
 * gateways skip their lock when they see one of them.
 */
const inherited = ['PATH', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TZ', 'TERM', 'USER', 'LOGNAME', 'SHELL'] as const;

/** Folders that an arena gives to its gateways. */
export interface ArenaFolders {
	readonly home: string;
	readonly tmp: string;
	readonly run: string;
}

/** The environment of a gateway: allow-list, the arena's own folders, then what the case sets on purpose. */
export function gatewayEnvironment(
	folders: ArenaFolders,
	surroundings: Readonly<Record<string, string>>,
	source: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
	const environment: Record<string, string> = {};
	for (const name of inherited) {
		const value = source[name];
		if (value !== undefined) environment[name] = value;
	}
	return {
		...environment,
		HOME: folders.home,
		TMPDIR: folders.tmp,
		XDG_CONFIG_HOME: `${folders.home}/.config`,
		XDG_CACHE_HOME: `${folders.home}/.cache`,
		XDG_DATA_HOME: `${folders.home}/.local/share`,
		XDG_STATE_HOME: `${folders.home}/.local/state`,
		XDG_RUNTIME_DIR: folders.run,
		...surroundings,
	};
}
