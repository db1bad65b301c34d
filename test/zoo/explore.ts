import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { z } from 'zod';
import type { Need } from '../../fixtures/header.ts';
import { type Finding, findingSchema } from '../../harness/judge/finding.ts';
import type { CaseResult } from '../../harness/scenario/case-result.ts';
import type { ObservedCase } from './observation.ts';

const gatelock = fileURLToPath(new URL('../../bin/gatelock.js', import.meta.url));

/** Which explorer shows what; a lockout is followed no longer than it takes to see that it is one. */
const explorers: Partial<Record<Need, readonly string[]>> = {
	'crash-points': ['explore', 'crashes', '--patience', '1s', '--steady', '1s'],
	interleavings: ['explore', 'races', '--repeat', '1'],
	'two-preemptions': ['explore', 'races', '--preemptions', '2', '--repeat', '1'],
	// A seed that has such a story among its first; of twelve seeds, ten have one among their first sixty.
	storms: ['storm', '--seed', '10', '--steps', '20', '--duration', '3m', '--repeat', '1'],
};

/** What both reports have. */
const reportSchema = z.object({
	findings: z.array(findingSchema),
	withoutRace: z.array(findingSchema).default([]),
	totals: z.object({ starts: z.int() }),
	durationMs: z.number(),
});

/** Looks for what no plain scenario shows; null when there is no explorer for it. */
export async function exploreFor(
	need: Need | undefined,
	words: readonly string[],
	options: { readonly folder: string; readonly timeoutMs: number },
): Promise<ObservedCase | null> {
	const explorer = need === undefined ? undefined : explorers[need];
	if (explorer === undefined) return null;
	mkdirSync(options.folder, { recursive: true });
	const json = path.join(options.folder, 'explored.json');
	const command = words.map((word) => `'${word}'`).join(' ');
	await execa(process.execPath, [gatelock, ...explorer, '--gateway', command, '--json', json], {
		cwd: options.folder,
		stdin: 'ignore',
		reject: false,
		timeout: options.timeoutMs,
		killSignal: 'SIGINT',
	});
	if (!existsSync(json)) return null;
	const { findings, withoutRace, totals, durationMs } = reportSchema.parse(JSON.parse(readFileSync(json, 'utf8')));
	const scenario = explorer[0] === 'storm' ? 'storm' : `explore-${explorer[1]}`;
	return { result: caseOf(scenario, [...findings, ...withoutRace], durationMs), starts: totals.starts, margins: [] };
}

function caseOf(scenario: string, findings: readonly Finding[], durationMs: number): CaseResult {
	const clauses = [...Map.groupBy(findings, ({ clause }) => clause)];
	return {
		...{ id: scenario, scenario, title: `gatelock ${scenario.replace('-', ' ')}`, asserts: [], durationMs },
		verdict: findings.length > 0 ? 'fail' : 'pass',
		clauses: clauses.map(([id, of]) => ({ id, status: 'broken', findings: of })),
	};
}
