import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Verdict } from '../judge/finding.ts';
import type { Exploration } from '../page/page-data-of.ts';
import { crashReportSchema } from '../report/crash-report.ts';
import { raceReportSchema } from '../report/race-report.ts';
import { stormReportSchema } from '../report/storm-report.ts';

/** What an explorer or a storm told of its cases. */
export interface ShownExploration extends Exploration {
	readonly verdict: Verdict;
	/** By the case's id: what it was about, and the command that does it again. */
	readonly titles: ReadonlyMap<string, string>;
	readonly repeats: ReadonlyMap<string, string>;
}

/** Reads the report of an explorer or a storm in a run folder; null when there is none. */
export function readExploration(folder: string): ShownExploration | null {
	for (const [name, read] of Object.entries(readers)) {
		const file = path.join(folder, name);
		if (existsSync(file)) return read(JSON.parse(readFileSync(file, 'utf8')));
	}
	return null;
}

const readers: Readonly<Record<string, (value: unknown) => ShownExploration>> = {
	'races.json': (value) => {
		const { verdict, completeness, schedules, findings } = raceReportSchema.parse(value);
		return {
			verdict,
			bound: completeness.sentence,
			titles: new Map(schedules.map(({ folder, id, call }) => [path.basename(folder), `${id}: held after ${call}`])),
			stories: new Map(findings.map(({ folder, story }) => [path.basename(folder), story])),
			repeats: new Map(findings.map(({ folder, replay }) => [path.basename(folder), replay])),
		};
	},
	'crashes.json': (value) => {
		const { verdict, completeness, states, findings, points } = crashReportSchema.parse(value);
		const callOf = (id: string | undefined) => points.find((point) => point.id === id)?.call ?? '';
		return {
			verdict,
			bound: completeness.sentence,
			titles: new Map(
				states.map(({ folder, points: [id] }) => [
					path.basename(folder),
					`${id ?? 'no crash'}: death after ${callOf(id)}`,
				]),
			),
			stories: new Map(states.map(({ folder, tree }) => [path.basename(folder), tree])),
			repeats: new Map(
				findings.flatMap(({ folder, replay }) => (replay === null ? [] : [[path.basename(folder), replay]])),
			),
		};
	},
	'storm.json': (value) => {
		const { verdict, findings } = stormReportSchema.parse(value);
		return {
			verdict,
			bound: null,
			titles: new Map(),
			stories: new Map(findings.map(({ folder, story }) => [path.basename(folder), story])),
			repeats: new Map(findings.map(({ folder, replay }) => [path.basename(folder), replay])),
		};
	},
};
