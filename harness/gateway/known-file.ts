import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Arena } from '../arena/arena.ts';

/** What one case has found out about a gateway at the cost of a start, for later cases: its build always does the same. */
const schemas = {
	/** Which `bind` of its thread is the gateway's own. */
	'bind-plan': z.int().positive(),
	/** How long it keeps a client that only connects, in milliseconds. */
	'client-life': z.number().positive(),
} as const;

/** Null when nothing is known yet. */
export function readKnown(arena: Arena, name: keyof typeof schemas): number | null {
	const file = fileOf(arena, name);
	if (!existsSync(file)) return null;
	const parsed = schemas[name].safeParse(Number(readFileSync(file, 'utf8')));
	return parsed.success ? parsed.data : null;
}

/** Other processes read it meanwhile. */
export function writeKnown(arena: Arena, name: keyof typeof schemas, value: number): void {
	const file = fileOf(arena, name);
	writeFileSync(`${file}.${process.pid}`, String(value));
	renameSync(`${file}.${process.pid}`, file);
}

/** Beside the warmed home of a build, which lives as long as the build does; else in the run's folder. */
function fileOf({ context, contract }: Arena, name: string): string {
	const { gateway, warmHome, runFolder } = context;
	const folder = warmHome === null ? runFolder : path.dirname(warmHome.home);
	const command = createHash('sha256')
		.update(JSON.stringify([contract.host, gateway.text]))
		.digest('hex')
		.slice(0, 12);
	return path.join(folder, `${name}-${command}.txt`);
}
