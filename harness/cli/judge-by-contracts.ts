import { existsSync } from 'node:fs';
import path from 'node:path';
import type { ProjectConfig } from '../config/project-config.ts';
import type { Judgement, Question } from '../releases/judgement.ts';
import { judgedAgain } from './judge.ts';

/**
 * What another contract says of a build that has just been judged: its records are judged again, and nothing is started.
 * A build that could not be judged cannot be judged by another contract either.
 *
 * @returns Null when the records are gone.
 */
export function judgedByAnother(known: Judgement, { contract }: Question, config: ProjectConfig): Judgement | null {
	const startedAt = performance.now();
	const { outcome } = known;
	const again = (outcomeThen: Judgement['outcome']): Judgement => ({
		...{ schema: 1, label: known.label, judgedAt: new Date().toISOString(), starts: 0 },
		...{ wallMs: Math.round(performance.now() - startedAt), outcome: outcomeThen },
	});
	if (outcome.kind === 'unusable') return again(outcome);
	const { folder } = outcome.report;
	if (!existsSync(path.join(folder, 'cases'))) return null;
	return again({ kind: 'judged', report: judgedAgain(folder, contract, config).report });
}
