/**
 * `npm run zoo [-- names… --scenario <part of an id> --full --record --jobs <n>]`: runs scenarios on every gateway of the
 * zoo and tells whether each broken one is found by its clause and no correct one is accused. With `--record` what was
 * found is kept in record.json and told by docs/zoo.md.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { brokenGateways, correctGateways, type FixtureProgram } from '../../fixtures/programs.ts';
import { probeNamespaces } from '../../harness/arena/namespaces.ts';
import { referenceGateway } from '../../harness/gateway/reference-gateway.ts';
import { measureInCage, observeInCage } from './cage.ts';
import { commandOf, contextFor, referenceLimits, visiblePaths } from './context.ts';
import { exploreFor } from './explore.ts';
import { nearest } from './margins.ts';
import { type Row, rowOf, scoreOf, soleClauses, soleFinders } from './matrix.ts';
import type { Margin } from './observation.ts';
import { planFor } from './plan.ts';
import { readRecord, withRows, writeRecord } from './record.ts';
import { renderMargins, renderMatrix, renderProblems, renderScore, renderSole } from './tables.ts';
import { zooPage, zooPageFile } from './zoo-page.ts';

const folder = path.join(process.cwd(), '.gatelock', 'zoo');
const resultFile = path.join(process.cwd(), '.gatelock', 'zoo.json');
/** All cases of one gateway; a start that hangs takes some seconds, and a story has up to twenty starts. */
const gatewayTimeoutMs = 600_000;
const fullTimeoutMs = 1_200_000;

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		full: { type: 'boolean', default: false },
		record: { type: 'boolean', default: false },
		jobs: { type: 'string', default: '2' },
		scenario: { type: 'string', multiple: true, default: [] },
	},
});
const all = [...brokenGateways(), ...correctGateways()];
const names = new Set(all.map(({ name }) => name));
process.exitCode = await main();

async function main(): Promise<number> {
	const reason = await probeNamespaces([tmpdir(), ...visiblePaths]);
	if (reason !== null) {
		process.stderr.write(`The zoo needs namespaces, since its gateways harm what is around them: ${reason}.\n`);
		return 2;
	}
	const programs = all.filter(isWanted);
	if (programs.length === 0) {
		process.stderr.write(`No gateway of the zoo is called ${positionals.join(' or ')}; see fixtures/.\n`);
		return 2;
	}
	mkdirSync(folder, { recursive: true });
	const { rows, margins, limits, scenarios } = await runAll(programs);
	const score = scoreOf(rows);
	const clauses = soleClauses(rows);
	const groupOf = new Map(scenarios.map(({ id, group }) => [id, group]));
	const soleScenarios = soleFinders(rows, [...groupOf.keys()]);
	const soleGroups = soleFinders(rows, [...new Set(groupOf.values())], (id) => groupOf.get(id) ?? id);
	const result = { score, limits, rows, margins, soleClauses: entries(clauses), soleScenarios: entries(soleScenarios) };
	writeFileSync(resultFile, `${JSON.stringify({ ...result, soleGroups: entries(soleGroups) }, null, '\t')}\n`);
	if (values.record) {
		writeRecord(withRows(readRecord(), rows, { groupOf, names: [...names], isFull: values.full }));
		writeFileSync(zooPageFile, zooPage());
	}
	const parts = [
		renderMatrix(rows),
		renderSole('clause', clauses),
		renderSole('scenario group', soleGroups),
		renderSole('scenario', soleScenarios),
		...(values.full
			? []
			: ['Of the scenarios that were run: without --full, those for a clause end when it is found.']),
		renderMargins(margins),
		renderProblems(rows),
		renderScore(score),
	];
	process.stdout.write(`${parts.filter((part) => part !== '').join('\n\n')}\n`);
	return score.isClean ? 0 : 1;
}

async function runAll(programs: readonly FixtureProgram[]) {
	const context = contextFor(folder, 'reference', referenceGateway().words);
	// A correct one is measured as in a user's run, where it must not be accused of being what it is.
	const { baseline, capabilities, scenarios: all } = await measureInCage(context);
	const scenarios = all.filter(({ id }) => isChosen(id));
	const limits = referenceLimits(baseline);
	const rows: Row[] = [];
	const margins: (Margin & { readonly name: string })[] = [];
	const queue = [...programs];
	const work = async () => {
		for (let program = queue.shift(); program !== undefined; program = queue.shift()) {
			const plan = planFor(program, scenarios, { isFull: values.full });
			const gateway = {
				context: { ...contextFor(folder, program.name, commandOf(program)), baseline, capabilities, limits },
				rounds: plan.rounds.map((round) => [...round]),
				wanted: plan.wanted,
				isMeasured: program.header.breaks === undefined,
			};
			const observation = await observeInCage([gateway], {
				folder: path.join(folder, `${program.name}-cage`),
				timeoutMs: values.full ? fullTimeoutMs : gatewayTimeoutMs,
			}).observation(program.name);
			const explored = await exploreFor(program.header.needs, commandOf(program), {
				folder: path.join(folder, `${program.name}-explored`),
				timeoutMs: gatewayTimeoutMs,
			});
			const cases = explored === null ? observation.cases : [...observation.cases, explored];
			const row = rowOf(program, { ...observation, cases });
			rows.push(row);
			const own = row.expected === null ? nearest(observation.cases.flatMap((each) => each.margins)) : [];
			margins.push(...own.map((margin) => ({ ...margin, name: row.name })));
			process.stderr.write(`${progressLine(row, programs.length - queue.length, programs.length)}\n`);
		}
	};
	await Promise.all(Array.from({ length: Math.max(1, Number(values.jobs)) }, work));
	const order = new Map(programs.map(({ name }, at) => [name, at]));
	rows.sort((a, b) => (order.get(a.name) ?? 0) - (order.get(b.name) ?? 0));
	return { rows, margins: nearest(margins), limits, scenarios };
}

function isWanted({ name }: FixtureProgram): boolean {
	return (
		positionals.length === 0 || positionals.some((word) => (names.has(word) ? name === word : name.includes(word)))
	);
}

function isChosen(scenario: string): boolean {
	return values.scenario.length === 0 || values.scenario.some((word) => scenario.includes(word));
}

function entries(map: ReadonlyMap<string, readonly string[]>): Record<string, readonly string[]> {
	return Object.fromEntries(map);
}

function progressLine({ verdict, name, cases, durationMs, scenarios }: Row, at: number, of: number): string {
	const by = scenarios[0] === undefined ? '' : ` by ${scenarios[0]}`;
	return `${at}/${of}  ${verdict.padEnd(12)}  ${name}${by}  (${cases} cases, ${Math.round(durationMs / 1000)} s)`;
}
