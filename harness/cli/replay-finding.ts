import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'shell-quote';
import { z } from 'zod';
import { UsageError } from './errors.ts';

const explorations = ['crashes.json', 'races.json', 'storm.json'];
const findingsSchema = z.looseObject({
	findings: z.array(z.looseObject({ clause: z.string(), message: z.string(), replay: z.string().nullable() })),
});

/**
 * The words of the command that repeats a finding of an exploration or a storm; null when the folder is none.
 *
 * @throws UsageError when the folder has none, or several and none was chosen.
 */
export function replayWords(folder: string, chosen: string | undefined): string[] | null {
	if (!existsSync(folder) || !statSync(folder).isDirectory()) return null;
	const name = explorations.find((each) => existsSync(path.join(folder, each)));
	if (name === undefined) return null;
	const { findings } = findingsSchema.parse(JSON.parse(readFileSync(path.join(folder, name), 'utf8')));
	const replays = findings.flatMap(({ clause, message, replay }) =>
		replay === null ? [] : [{ clause, message, replay }],
	);
	const numbered = replays.map(({ clause, message }, index) => `\n  ${index + 1}: ${clause}: ${message}`).join('');
	const number = chosen === undefined && replays.length === 1 ? 1 : Number(chosen ?? Number.NaN);
	const replay = replays[number - 1];
	if (replay === undefined) {
		const allowed =
			replays.length === 0 ? 'a run with a finding' : `one of its findings, with --finding <n>:${numbered}`;
		throw new UsageError(chosen === undefined ? 'repro' : '--finding', chosen ?? folder, allowed);
	}
	const words = parse(replay.replay).filter((word) => typeof word === 'string');
	return words.slice(words.findIndex((word) => ['explore', 'storm', 'run'].includes(word)));
}
