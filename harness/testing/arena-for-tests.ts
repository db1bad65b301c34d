import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { Arena } from '../arena/arena.ts';
import type { ClauseId } from '../contract/clause-ids.ts';
import { clawdbot202512 } from '../contract/clawdbot-2025-12.ts';
import { writeKnown } from '../gateway/known-file.ts';
import { judge } from '../judge/judge.ts';
import { type CaseVerdict, verdictOf } from '../judge/verdict.ts';
import { Recorder } from '../timeline/recorder.ts';
import { contextForTests, type TestContextOptions } from './context-for-tests.ts';
import { tempFolder } from './temp-folder.ts';

export interface TestArenaOptions extends Omit<TestContextOptions, 'folder'> {
	/** Which bind of its thread is the gateway's own, where a rehearsal is not what the test is about. */
	readonly plannedBind?: number;
	readonly id?: string;
}

/** An arena on real processes, closed when the running test ends, with the record in memory. */
export async function arenaForTests({ plannedBind, id = 'case', ...options }: TestArenaOptions = {}): Promise<Arena> {
	const folder = tempFolder();
	const context = contextForTests({ folder, ...options });
	const recorder = new Recorder(null);
	const contract = clawdbot202512;
	const arena = await Arena.create({ context, contract, recorder, id });
	if (plannedBind !== undefined) writeKnown(arena, 'bind-plan', plannedBind);
	onTestFinished(async () => await arena.close());
	recorder.add({
		type: 'case-started',
		schema: 1,
		caseId: 'case',
		scenario: 'case',
		title: 'A case',
		asserts: [],
		gateway: 'gateway',
		contract: contract.id,
		seed: 0,
		limits: context.limits,
		isolation: 'none',
		host: contract.host,
		port: arena.port,
	});
	return arena;
}

/** Words that run a Node program of the test's own; `kit` in it is `fixtures/gateway-kit.mjs`. */
export function gatewayProgram(source: string, nodeOptions: readonly string[] = []): string[] {
	const file = path.join(tempFolder(), 'gateway.mjs');
	const kit = fileURLToPath(new URL('../../fixtures/gateway-kit.mjs', import.meta.url));
	writeFileSync(file, `import * as kit from ${JSON.stringify(kit)};\n${source}\n`);
	return [process.execPath, ...nodeOptions, file];
}

/** Ends the case as a scenario's end does: everything is ended, the record is judged. */
export async function endCase(arena: Arena, asserts: readonly ClauseId[] = []): Promise<CaseVerdict> {
	arena.recorder.add({ type: 'case-ended' });
	await arena.close();
	const { events } = arena.recorder;
	return verdictOf(events, asserts, judge(events, arena.contract, { limits: arena.context.limits }));
}

/** Ends the case; the verdict of each unproven fault, as if the case held only that one besides those that are proved. */
export async function verdictsByFault(arena: Arena): Promise<[name: string, verdict: string][]> {
	await endCase(arena);
	const { events } = arena.recorder;
	const proved = new Set(events.flatMap((event) => (event.type === 'fault-proved' ? [event.fault] : [])));
	const unproven = events.flatMap((event) =>
		event.type === 'fault-planned' && !proved.has(event.fault) ? [event.fault] : [],
	);
	return unproven.map((fault) => {
		const others = new Set(unproven.filter((other) => other !== fault));
		const alone = events.filter((event) => !('fault' in event && others.has(event.fault)));
		const clauses = judge(alone, arena.contract, { limits: arena.context.limits });
		return [nameOf(arena, fault), verdictOf(alone, [], clauses).verdict];
	});
}

/** What became of each fault, with pids, ports and times masked. */
export function faultsOf(arena: Arena): string[] {
	return arena.recorder.events.flatMap((event) => {
		if (event.type === 'fault-proved') return [`${nameOf(arena, event.fault)} proved: ${masked(arena, event.proof)}`];
		if (event.type !== 'fault-unproven') return [];
		return [`${nameOf(arena, event.fault)} unproven: ${masked(arena, event.reason)}`];
	});
}

function nameOf(arena: Arena, fault: string): string {
	const planned = arena.recorder.events.find((event) => event.type === 'fault-planned' && event.fault === fault);
	return planned?.type === 'fault-planned' ? planned.name : fault;
}

function masked(arena: Arena, text: string): string {
	const launchers = new Set(arena.instances.map(({ pid }) => pid));
	const maskedPids = (pids: string) =>
		pids.replaceAll(/\d+/g, (pid) => (launchers.has(Number(pid)) ? '<launcher>' : '<other>'));
	return (
		text
			// A line of the tracer says the same in two ways, by whether another thread spoke in between.
			.replace(/^(strace: \d+) +[\d.]+ (?:<\.{3} )?(\w+)\b.*\) += /, '$1 $2 = ')
			.replaceAll(/\b(?:pid|strace:) \d+(?:, \d+)*/g, maskedPids)
			.replaceAll(/(?<=port |127\.0\.0\.1:)\d+/g, '<port>')
	);
}
