import type { Recipe } from '../recipe.ts';

/** Both versions that were ever published under this name; 2026.1.24 lacks files, so installs but never starts. */
export const clawdbot: Recipe = {
	id: 'clawdbot',
	name: 'clawdbot',
	versions: { from: '2026.1.24' },
	node: '24.21.0',
	// A git dependency there, which needs git and a network that npm's registry settings say nothing about.
	overrides: { libsignal: 'npm:libsignal@6.0.0' },
	// Imported, but missing from its dependencies.
	extraDependencies: { 'strip-ansi': '^7.0.0' },
	// Models that run on the own machine: 740 MB.
	leftOut: ['node-llama-cpp'],
	prepare: null,
	entry: { bin: 'clawdbot' },
	arguments: ['gateway', '--port', '{port}', '--bind', 'loopback', '--token', '{token}', '--allow-unconfigured'],
	environment: {
		// Listens on port + 2, where another profile's gateway may stand.
		CLAWDBOT_SKIP_BROWSER_CONTROL_SERVER: '1',
		CLAWDBOT_SKIP_CANVAS_HOST: '1',
		CLAWDBOT_SKIP_CHANNELS: '1',
		CLAWDBOT_SKIP_CRON: '1',
		CLAWDBOT_SKIP_GMAIL_WATCHER: '1',
		CLAWDBOT_DISABLE_BONJOUR: '1',
	},
	// Its plugins are TypeScript, compiled at the first start: 30 s of work, 12 MB.
	warm: { keep: ['tmp/jiti/**'] },
};
