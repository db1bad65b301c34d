/**
 * `npm run bench [-- names… --tries <n>]`: measures what the kit costs and how fast it is, and prints a table for each
 * measurement. Without names, all but those that need a real build (`brute-force`).
 *
 * `npm run bench -- compare <git revision> [groups…] [--rounds <n>]`: the same figures of this tree and of another
 * revision, measured in turn.
 */
import { parseArgs } from 'node:util';
import { measureBruteForce } from './brute-force.ts';
import { comparedGroups, measureCompared } from './compare.ts';
import { measureCost } from './cost.ts';
import { measurePage } from './page.ts';
import { measurePoints } from './points.ts';
import { measureRandomKills } from './random-kills.ts';
import { measureResolution } from './resolution.ts';
import { measureStart } from './start.ts';
import { type Measurement, render } from './table.ts';
import { measureVersion } from './version.ts';
import { measureWaiting } from './waiting.ts';

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { tries: { type: 'string', default: '20' }, rounds: { type: 'string', default: '3' } },
});
const [tries, rounds] = [Number(values.tries), Number(values.rounds)];
const measurements: Readonly<Record<string, () => Promise<Measurement>>> = {
	resolution: measureResolution,
	points: measurePoints,
	cost: measureCost,
	start: measureStart,
	version: measureVersion,
	waiting: measureWaiting,
	page: measurePage,
	'random-kills': async () => await measureRandomKills({ tries }),
	'brute-force': measureBruteForce,
};
const [first, revision, ...only] = positionals;
if (!Number.isInteger(tries) || tries < 1 || !Number.isInteger(rounds) || rounds < 1) refuse();
else if (first === 'compare') {
	if (revision === undefined || only.some((name) => !comparedGroups.includes(name))) refuse();
	else print(await measureCompared(revision, { rounds, only }));
} else if (positionals.some((name) => measurements[name] === undefined)) refuse();
else {
	const wanted =
		positionals.length > 0 ? positionals : Object.keys(measurements).filter((name) => name !== 'brute-force');
	for (const name of wanted) {
		const measurement = await measurements[name]?.();
		if (measurement !== undefined) print(measurement);
	}
}

function print(measurement: Measurement): void {
	process.stdout.write(`${render(measurement)}\n\n`);
}

function refuse(): void {
	const lines = [
		`Usage: npm run bench [-- <name>… --tries <n>], with names of ${Object.keys(measurements).join(', ')}, and n from 1.`,
		`       npm run bench -- compare <git revision> [<group>… --rounds <n>], with groups of ${comparedGroups.join(', ')}.`,
	];
	process.stderr.write(`${lines.join('\n')}\n`);
	process.exitCode = 2;
}
