import path from 'node:path';
import { exitCodes } from '../report/exit-code.ts';
import { column, oneLine } from '../report/layout.ts';
import { flakesMessages } from './messages.ts';
import { storedRuns } from './retention.ts';
import { readRunRecord, readStoredCases, readStoredReport } from './stored-run.ts';

/** How often a case came to which verdict, over all stored runs of one gateway. */
export interface CaseRate {
	readonly gateway: string;
	readonly scenario: string;
	readonly runs: number;
	readonly passed: number;
	readonly failed: number;
	readonly invalid: number;
}

/**
 * `gatelock flakes`: the rate of each case over the stored runs; those that passed and failed, unless all are wanted.
 *
 * @returns The exit code.
 */
export function flakes(folder: string, { all, json }: { readonly all: boolean; readonly json: boolean }): number {
	const rates = ratesOf(path.join(folder, '.gatelock'));
	const shown = all ? rates : rates.filter(({ passed, failed }) => passed > 0 && failed > 0);
	if (json) process.stdout.write(`${JSON.stringify({ schema: 1, cases: shown }, null, '\t')}\n`);
	else process.stdout.write(table(shown, rates.length));
	return exitCodes.pass;
}

function ratesOf(root: string): CaseRate[] {
	const rates = new Map<string, CaseRate>();
	for (const name of storedRuns(root)) {
		const runFolder = path.join(root, name);
		const told = readableGateway(runFolder);
		if (told === null) continue;
		for (const { result } of readStoredCases(runFolder)) {
			const { scenario, verdict } = result;
			const key = `${told}\n${scenario}`;
			const before = rates.get(key) ?? { gateway: told, scenario, runs: 0, passed: 0, failed: 0, invalid: 0 };
			rates.set(key, {
				...before,
				runs: before.runs + 1,
				passed: before.passed + (verdict === 'pass' ? 1 : 0),
				failed: before.failed + (verdict === 'fail' ? 1 : 0),
				invalid: before.invalid + (verdict === 'invalid' ? 1 : 0),
			});
		}
	}
	return [...rates.values()].toSorted(
		(a, b) =>
			a.gateway.localeCompare(b.gateway) ||
			b.failed / b.runs - a.failed / a.runs ||
			a.scenario.localeCompare(b.scenario),
	);
}

/** What was judged; null for a folder that another version wrote, or that is not a run of scenarios. */
function readableGateway(runFolder: string): string | null {
	try {
		return readRunRecord(runFolder)?.gateway ?? readStoredReport(runFolder)?.gateway ?? null;
	} catch {
		return null;
	}
}

function table(rates: readonly CaseRate[], known: number): string {
	if (rates.length === 0) return `${flakesMessages.none(known)}\n`;
	const look = { color: false, columns: process.stdout.columns ?? 100 };
	const lines = [...Map.groupBy(rates, ({ gateway }) => gateway)].flatMap(([gateway, group]) => [
		oneLine([{ text: gateway }], look),
		oneLine([{ text: `  ${flakesMessages.columns}` }], look),
		...group.map(({ scenario, runs, passed, failed, invalid }) => {
			const rate = `${((failed / runs) * 100).toFixed(0)} %`;
			const counts = [runs, passed, failed, invalid, rate].map((value) => String(value).padStart(8)).join('');
			return oneLine([{ text: `  ${column(counts, 42)}  ${scenario}` }], look);
		}),
		'',
	]);
	return `${lines.join('\n')}\n`;
}
