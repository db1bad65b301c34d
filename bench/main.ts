/**
 * `npm run bench [-- names… --tries <n>]`: measures what the kit costs and how fast it is, and prints a table for each
 * measurement. Without names, all but those that need a real build (`brute-force`).
 */
import { parseArgs } from 'node:util';
import { measureBruteForce } from './brute-force.ts';
import { measureCost } from './cost.ts';
import { measurePage } from './page.ts';
import { measurePoints } from './points.ts';
import { measureRandomKills } from './random-kills.ts';
import { measureResolution } from './resolution.ts';
import { type Measurement, render } from './table.ts';

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { tries: { type: 'string', default: '20' } },
});
const tries = Number(values.tries);
const measurements: Readonly<Record<string, () => Promise<Measurement>>> = {
	resolution: measureResolution,
	points: measurePoints,
	cost: measureCost,
	page: measurePage,
	'random-kills': async () => await measureRandomKills({ tries }),
	'brute-force': measureBruteForce,
};
const unknown = positionals.find((name) => measurements[name] === undefined);
if (unknown !== undefined || !Number.isInteger(tries) || tries < 1) {
	const names = Object.keys(measurements).join(', ');
	process.stderr.write(`Usage: npm run bench [-- <name>… --tries <n>], with names of ${names}, and n from 1.\n`);
	process.exitCode = 2;
} else {
	const wanted =
		positionals.length > 0 ? positionals : Object.keys(measurements).filter((name) => name !== 'brute-force');
	for (const name of wanted) {
		const measurement = await measurements[name]?.();
		if (measurement !== undefined) process.stdout.write(`${render(measurement)}\n\n`);
	}
}
