import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { AuditedFolder } from '../observe/arena-files.ts';
import type { RunContext } from './run-context.ts';

type WarmHome = RunContext['warmHome'];

/** Copies the warmed files of a build, when it has some, into the folders of an arena; what lies there stays. */
export function layWarm(warm: WarmHome, into: { readonly home?: string; readonly tmp?: string }): void {
	for (const kind of ['home', 'tmp'] as const) {
		const folder = into[kind];
		if (warm === null || folder === undefined) continue;
		copyWarm(warm[kind], folder);
	}
}

/** A warmed home of 6,000 files takes 0.1 s. */
const copyTimeoutMs = 60_000;

/** For thousands of files `cp` needs a third of the time of `fs.cp`; where something lies already, that stays. */
function copyWarm(from: string, to: string): void {
	if (existsSync(to) && readdirSync(to).length === 0) {
		execFileSync('cp', ['-a', `${from}/.`, to], { stdio: 'ignore', timeout: copyTimeoutMs });
	} else cpSync(from, to, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true, force: false });
}

/** Empties folders of an arena, of `home` every home, and lays the warmed files back. */
export function startOver(arena: string, folders: readonly AuditedFolder[], warm: WarmHome): void {
	for (const kind of folders) {
		const full = path.join(arena, kind);
		for (const folder of kind === 'home' ? foldersIn(full) : [full]) {
			for (const name of readdirSync(folder)) rmSync(path.join(folder, name), { recursive: true, force: true });
			if (kind === 'home' || kind === 'tmp') layWarm(warm, { [kind]: folder });
		}
	}
}

/** Links to folders are not among them. */
function foldersIn(folder: string): string[] {
	const entries = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
	return entries.filter((entry) => entry.isDirectory()).map((entry) => path.join(folder, entry.name));
}
