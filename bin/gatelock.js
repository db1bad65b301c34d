#!/usr/bin/env node
// Plain JavaScript that every Node since 16 understands: it finds a Node that is new enough, then hands over.
import { existsSync } from 'node:fs';
import { nodeIsNewEnough, runWithNewerNode } from './newer-node.js';

if (nodeIsNewEnough(process.versions.node)) {
	// In a checkout the sources run as they are; a published package holds the compiled files only.
	const source = new URL('../harness/cli/main.ts', import.meta.url);
	await import(existsSync(source) ? source.href : new URL('../dist/harness/cli/main.js', import.meta.url).href);
} else {
	process.exitCode = await runWithNewerNode();
}
