import type { Recipe } from '../recipe.ts';

/** What every version under this name has in common. */
const common: Omit<Recipe, 'id' | 'versions' | 'leftOut'> = {
	name: 'openclaw',
	// The newest versions want >=24.16 <25 or >=26.1, the oldest >=22.12: one Node that suits all.
	node: '24.21.0',
	// Early versions depend on it by git.
	overrides: { libsignal: 'npm:libsignal@6.0.0' },
	extraDependencies: {},
	// The package ships this mark for its install script; while it is there, every start tries to write to the folder.
	prepare: { whenExists: '.openclaw-lifecycle-pending', arguments: ['--version'] },
	entry: { bin: 'openclaw' },
	// Every version refuses to start without a configured mode, and from the first one without a token; both flags are old.
	arguments: ['gateway', '--port', '{port}', '--bind', 'loopback', '--token', '{token}', '--allow-unconfigured'],
	environment: {
		OPENCLAW_SKIP_BROWSER_CONTROL_SERVER: '1',
		OPENCLAW_SKIP_CANVAS_HOST: '1',
		OPENCLAW_SKIP_CHANNELS: '1',
		OPENCLAW_SKIP_GMAIL_WATCHER: '1',
		OPENCLAW_SKIP_STARTUP_MODEL_PREWARM: '1',
		OPENCLAW_DISABLE_BONJOUR: '1',
		OPENCLAW_NO_AUTO_UPDATE: '1',
	},
	// Not the state below home: it names absolute paths, and 50 MB of web pages that each start unpacks anew anyway.
	warm: { keep: ['tmp/node-compile-cache/**', 'tmp/jiti/**'] },
};

/** Models that run on the own machine, 740 MB, are a peer that npm installs. */
export const openclawWithModels: Recipe = {
	...common,
	id: 'openclaw-with-models',
	versions: { from: '2026.1.29', to: '2026.3.12' },
	leftOut: ['node-llama-cpp'],
};

/** They became an optional peer, which npm installs only when asked to, and fails over when asked to leave it out. */
export const openclaw: Recipe = {
	...common,
	id: 'openclaw',
	versions: { from: '2026.3.13' },
	leftOut: [],
};
