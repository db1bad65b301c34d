import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Arena } from '../arena/arena.ts';

/** Facts that one case measured at the cost of a start, and that later cases reuse. */
const schemas = {
	/** Which `bind` of its thread is the gateway's own. Each case proves again that the call was hit. */
	'bind-plan': z.int().positive(),
	/** How long the gateway keeps a client that only connects, in milliseconds. Nothing proves it again, so it ends with the run. */
	'client-life': z.number().positive(),
} as const;
type KnownName = keyof typeof schemas;

/** Null when nothing is known yet. */
export function readKnown(arena: Arena, name: KnownName): number | null {
	const file = fileOf(arena, name);
	if (!existsSync(file)) return null;
	const parsed = schemas[name].safeParse(Number(readFileSync(file, 'utf8')));
	return parsed.success ? parsed.data : null;
}

/** Other processes read it meanwhile. */
export function writeKnown(arena: Arena, name: KnownName, value: number): void {
	const file = fileOf(arena, name);
	writeFileSync(`${file}.${process.pid}`, String(value));
	renameSync(`${file}.${process.pid}`, file);
}

/** A bind plan is stored with the warmed home of its build and removed with it. Everything else is stored in the run folder. */
function fileOf({ context, contract }: Arena, name: KnownName): string {
	const { gateway, warmHome, runFolder } = context;
	const folder = warmHome === null || name !== 'bind-plan' ? runFolder : path.dirname(warmHome.home);
	const command = createHash('sha256')
		.update(JSON.stringify([contract.host, gateway.text]))
		.digest('hex')
		.slice(0, 12);
	return path.join(folder, `${name}-${command}.txt`);
}
