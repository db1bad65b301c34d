#!/usr/bin/env node
// Plain JavaScript that every Node since 16 understands: it finds a Node that is new enough, then hands over.
import { existsSync, readFileSync } from 'node:fs';

const [first, ...others] = process.argv.slice(2);
if (others.length === 0 && (first === '--version' || first === '-V')) {
	// Any Node can answer this, and nothing else has to be loaded for it.
	const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
	process.stdout.write(`${version}\n`);
} else {
	const { nodeIsNewEnough, runWithNewerNode } = await import('./newer-node.js');
	if (!nodeIsNewEnough(process.versions.node)) {
		process.exitCode = await runWithNewerNode();
	} else {
		// In a checkout the sources run as they are; a published package holds the compiled files only.
		const source = new URL('../harness/cli/main.ts', import.meta.url);
		if (existsSync(source)) await keepStrippedSources();
		await import(existsSync(source) ? source.href : new URL('../dist/harness/cli/main.js', import.meta.url).href);
	}
}

/**
 * Lets Node keep the sources without their types, since stripping them takes longer than running them. Where the folder
 * cannot be written, Node goes on without it. Gateways do not inherit the variable (harness/arena/environment.ts).
 */
async function keepStrippedSources() {
	const { default: module } = await import('node:module');
	const { fileURLToPath } = await import('node:url');
	process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../node_modules/.cache/gatelock/compile', import.meta.url));
	module.enableCompileCache(process.env.NODE_COMPILE_CACHE);
}
