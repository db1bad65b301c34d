import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { clauseIdSchema } from '../../harness/contract/clause-ids.ts';
import { repository } from '../testing/repository.ts';
import type { Row } from './matrix.ts';

const recordFile = path.join(repository, 'test', 'zoo', 'record.json');

/** What stands for the file of what an explorer finds, which is in no scenario file. */
export const explorers = 'explorers';

const gatewaySchema = z.object({
	/** The clause that it breaks; null for a correct one. */
	expected: clauseIdSchema.nullable(),
	verdict: z.enum(['FOUND', 'MISSED', 'WRONG CLAUSE', 'WAITING', 'CLEAN', 'FALSE ALARM', 'NO VERDICT']),
	/** Clauses with findings. */
	found: z.array(clauseIdSchema),
	/** Scenarios that found the expected clause broken, as `<file>/<id>`. */
	scenarios: z.array(z.string().regex(/^[\w-]+\/[\w-]+$/)),
	/** Whether it met every scenario; else the search ended when it was found. */
	isFull: z.boolean(),
});

/** What `npm run zoo -- --record` found last, by name of the gateway. */
export const zooRecordSchema = z.record(z.string(), gatewaySchema);
export type ZooRecord = z.infer<typeof zooRecordSchema>;

export function readRecord(): ZooRecord {
	return zooRecordSchema.parse(JSON.parse(readFileSync(recordFile, 'utf8')));
}

export function writeRecord(record: ZooRecord): void {
	writeFileSync(recordFile, `${JSON.stringify(record, null, '\t')}\n`);
}

/**
 * The record with new rows in it. Gateways that were not run keep what is known of them, those that are no longer in the
 * zoo leave it. Pure.
 *
 * @param groupOf Scenario id → its file, without folder and extension.
 * @param names Gateways of the zoo, in the order in which they are to stand.
 */
export function withRows(
	record: ZooRecord,
	rows: readonly Row[],
	of: { readonly groupOf: ReadonlyMap<string, string>; readonly names: readonly string[]; readonly isFull: boolean },
): ZooRecord {
	const fresh = new Map(
		rows.map(({ name, expected, verdict, found, scenarios }) => [
			name,
			{
				expected,
				verdict,
				found: [...found],
				scenarios: scenarios.map((id) => `${of.groupOf.get(id) ?? explorers}/${id}`),
				isFull: of.isFull,
			},
		]),
	);
	return Object.fromEntries(
		of.names.flatMap((name) => {
			const known = fresh.get(name) ?? record[name];
			return known === undefined ? [] : [[name, known] as const];
		}),
	);
}

/** The scenario file of `<file>/<id>`. */
export function fileOf(scenario: string): string {
	return scenario.slice(0, scenario.indexOf('/'));
}

/** The gateways that are missed when this clause is judged no more. Pure. */
export function missedWithoutClause(record: ZooRecord, clause: string): string[] {
	return namesOf(record, ({ expected, found }) => expected === clause && found.length === 1 && found[0] === clause);
}

/** The gateways that are missed when this scenario file is there no more. Pure. */
export function missedWithoutFile(record: ZooRecord, file: string): string[] {
	return namesOf(
		record,
		({ scenarios }) => scenarios.length > 0 && scenarios.every((scenario) => fileOf(scenario) === file),
	);
}

function namesOf(record: ZooRecord, isMeant: (gateway: ZooRecord[string]) => boolean): string[] {
	return Object.entries(record).flatMap(([name, gateway]) => (isMeant(gateway) ? [name] : []));
}
