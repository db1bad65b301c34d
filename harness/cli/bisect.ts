import { writeFileSync } from 'node:fs';
import type { ProjectConfig } from '../config/project-config.ts';
import { findingsOf, observationOf } from '../releases/aim.ts';
import { type Bisected, bisect, type LookedAt } from '../releases/bisect.ts';
import { gitReleases } from '../releases/git-releases.ts';
import type { Question } from '../releases/judgement.ts';
import { publishedVersions } from '../releases/published-versions.ts';
import { registryReleases } from '../releases/registry-releases.ts';
import type { Release } from '../releases/release.ts';
import type { SearchAnswer } from '../releases/search.ts';
import type { BisectReport } from '../report/bisect-report.ts';
import { exitCodes } from '../report/exit-code.ts';
import { renderBisect } from '../report/terminal-bisect.ts';
import type { ListedInFile } from '../scenario/listing.ts';
import { defaultTier } from '../scenario/tiers.ts';
import type { BisectCommandOptions } from './bisect-options.ts';
import { chooseScenarios } from './choose-scenarios.ts';
import { UsageError } from './errors.ts';
import { comparisonMessages } from './messages.ts';
import { ownProgram } from './own-program.ts';
import { scenarioFiles } from './scenario-files.ts';
import { listScenarios } from './select-scenarios.ts';
import { type OpenComparison, withComparison } from './with-comparison.ts';

/**
 * `gatelock bisect`: finds the first release that is bad, and says how sure that is.
 *
 * @returns The exit code: 0 when it found one.
 */
export async function bisectCommand(options: BisectCommandOptions, config: ProjectConfig): Promise<number> {
	return await withComparison(options, async (open) => await search(options, config, open));
}

async function search(
	options: BisectCommandOptions,
	config: ProjectConfig,
	{ cwd, startedAt, comparison }: OpenComparison,
): Promise<number> {
	const { store } = comparison;
	const scenarios = scenariosFor(options, await listScenarios(scenarioFiles(cwd, config)));
	const say = (text: string) => process.stderr.write(`${text}\n`);
	const releases = await releasesFor(options, comparison.signal);
	const { contract, limits, seed, clauses: aim } = options;
	const question: Question = { contract, scenarios, limits, seed, repeat: 1 };
	const bisected = await bisect(
		{
			...{ releases, question, aim, confirm: options.confirm, fresh: options.fresh },
			onLook: ({ subject }, left) => say(comparisonMessages.looking(subject.label, left)),
			onSeen: ({ subject }, judgement) => {
				const { outcome, wallMs } = judgement;
				const reason = outcome.kind === 'unusable' ? outcome.reason : null;
				say(comparisonMessages.seen(subject.label, observationOf(judgement, aim), wallMs, reason));
			},
		},
		comparison,
	);
	const report = reportOf(bisected, options, { question, wallMs: performance.now() - startedAt, folder: store.folder });
	if (options.json !== null) writeFileSync(options.json, `${JSON.stringify(report, null, '\t')}\n`);
	const color = process.stdout.isTTY === true && !process.env.NO_COLOR;
	process.stdout.write(renderBisect(report, { color, columns: process.stdout.columns ?? 100 }));
	return report.answer.kind === 'found' ? exitCodes.pass : exitCodes.invalid;
}

/** The scenarios that were named; else the quickest that assert one of the clauses. */
function scenariosFor({ clauses, filters, tags }: BisectCommandOptions, listed: readonly ListedInFile[]): string[] {
	if (filters.length > 0 || tags.length > 0) return chooseScenarios(listed, { filters, tags }).map(({ id }) => id);
	for (const tier of ['quick', defaultTier]) {
		const chosen = listed.filter((each) => each.tags.includes(tier));
		const asserting = chosen.filter((each) => clauses.some((clause) => each.asserts.includes(clause)));
		if (asserting.length > 0) return asserting.map(({ id }) => id);
	}
	throw new UsageError('--clause', clauses.join(', '), 'a clause that a scenario asserts, or --case beside it');
}

async function releasesFor(options: BisectCommandOptions, signal: AbortSignal): Promise<Release[]> {
	const { name, git, good, bad, betas } = options;
	if (git !== null) return await gitReleases(git, { good, bad });
	const { versions } = await publishedVersions(name ?? '', signal);
	return registryReleases(name ?? '', { good, bad }, versions, { betas });
}

function reportOf(
	bisected: Bisected,
	{ name, git, clauses, contract }: BisectCommandOptions,
	{ question, wallMs, folder }: { readonly question: Question; readonly wallMs: number; readonly folder: string },
): BisectReport {
	const { answer, history, starts, storedLooks } = bisected;
	const labels = history.map(({ release }) => release.subject.label);
	const labelAt = (index: number) => labels[index] ?? '';
	const looked = history.flatMap((each, index) => (each.judgements.length === 0 ? [] : [lookOf(each, index, clauses)]));
	const neighbours = answer.kind === 'found' ? [answer.lastGood, answer.firstBad] : [];
	const bad = answer.kind === 'found' ? history[answer.firstBad] : undefined;
	const shown = bad?.judgements.find((each) => observationOf(each, clauses) === 'bad');
	return {
		schema: 1,
		what: name ?? git?.folder ?? '',
		contract,
		clauses: [...clauses],
		scenarios: [...question.scenarios],
		releases: labels,
		looks: looked,
		answer: toldAnswer(answer, history, labelAt, clauses),
		findings: shown === undefined ? [] : findingsOf(shown, clauses),
		repeat: git === null ? neighbours.flatMap((index) => repeatOf(history[index], question)) : [],
		wallMs,
		...{ starts, storedLooks },
		folder,
	};
}

function toldAnswer(
	answer: SearchAnswer,
	history: readonly LookedAt[],
	labelAt: (index: number) => string,
	aim: BisectCommandOptions['clauses'],
): BisectReport['answer'] {
	switch (answer.kind) {
		case 'found':
			return {
				kind: 'found',
				lastGood: labelAt(answer.lastGood),
				firstBad: labelAt(answer.firstBad),
				hidden: answer.hidden.map(labelAt),
				doubt: answer.doubt,
			};
		case 'end-unsayable':
			return { kind: 'end-unsayable', release: labelAt(answer.index) };
		case 'end-contradicts': {
			const isBad = history[answer.index]?.judgements.some((each) => observationOf(each, aim) === 'bad') ?? false;
			return { kind: 'end-contradicts', release: labelAt(answer.index), said: isBad ? 'bad' : 'good' };
		}
	}
}

function lookOf({ release, judgements }: LookedAt, index: number, aim: BisectCommandOptions['clauses']) {
	const last = judgements.at(-1)?.outcome;
	const reason =
		last?.kind === 'unusable'
			? last.reason
			: (last?.report.reason ?? last?.report.cases.find((each) => each.verdict === 'invalid')?.reason);
	const observations = judgements.map((judgement) => observationOf(judgement, aim));
	const isSaid = observations.some((each) => each === 'good' || each === 'bad');
	return { index, release: release.subject.label, observations, problem: isSaid ? null : (reason ?? null) };
}

function repeatOf(looked: LookedAt | undefined, { scenarios, contract, limits }: Question): string[] {
	if (looked === undefined) return [];
	const { options } = looked.release.subject;
	const given = limits.map((limit) => ` --limit ${limit}`).join('');
	return [`${ownProgram()} run ${scenarios.join(' ')} ${options.join(' ')} --contract ${contract}${given}`];
}
