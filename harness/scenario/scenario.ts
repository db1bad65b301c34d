import { inject, type TestContext, test } from 'vitest';
import type { RunContext } from '../arena/run-context.ts';
import type { CaseResult } from './case-result.ts';
import { runCase } from './run-case.ts';
import type { ScenarioContext, ScenarioOptions } from './scenario-options.ts';
import { standaloneContext } from './standalone-context.ts';
import { defaultTier, effectiveTags } from './tiers.ts';

/** A case may take this long in all; its own waits end far earlier. */
const caseTimeoutMs = 10 * 60_000;

/**
 * Tells a story about a gateway. The story only acts; the contract judges the record of it, every clause of it, whatever
 * `asserts` names. It runs under Vitest like any other test.
 *
 * @remarks Since 0.1.0
 */
export function scenario(
	title: string,
	options: ScenarioOptions,
	story: (context: ScenarioContext) => Promise<void>,
): void {
	const id = options.id ?? slug(title);
	const context = inject('gatelock') ?? standaloneContext();
	const tags = effectiveTags(options.tags ?? []);
	const isWanted = matches(context, id, title, tags);
	if (context.listOnly || !isWanted) {
		const listed = {
			id,
			title,
			tags,
			asserts: [...options.asserts],
			shows: options.shows ?? '',
			covers: [...(options.covers ?? [])],
			needs: [...(options.needs ?? [])],
			isWanted,
		};
		test.skip(title, { meta: { filteredOut: true, listed } }, () => {});
		return;
	}
	for (let run = 1; run <= context.repeat; run++) {
		const caseId = context.repeat === 1 ? id : `${id}.${run}`;
		test(caseId === id ? title : `${title} (run ${run})`, { timeout: caseTimeoutMs }, async (vitest) => {
			const { result, error } = await runCase({ context, id, caseId, title, options, story });
			vitest.task.meta.gatelock = result;
			// Its own stack shows the line of the story.
			if (error !== undefined) throw error;
			answer(vitest, result);
		});
	}
}

/** Tells Vitest what came of the case, for those who run a scenario file with Vitest itself. */
function answer(vitest: TestContext, result: CaseResult): void {
	if (result.verdict === 'skipped') vitest.skip(result.reason);
	if (result.verdict === 'pass') return;
	const findings = result.clauses.flatMap((clause) => clause.findings);
	const lines = findings.map((finding) => `${finding.clause}: ${finding.message}`);
	throw new Error([`${result.verdict}: ${result.reason ?? lines[0] ?? ''}`, ...lines].join('\n'));
}

/** Who names a scenario means it, whatever it costs; who names nothing gets the default tier. */
function matches(context: RunContext, id: string, title: string, tags: readonly string[]): boolean {
	const { filters } = context;
	const byFilter = filters.length === 0 || filters.some((text) => id.includes(text) || title.includes(text));
	const wanted = context.tags.length === 0 && filters.length === 0 ? [defaultTier] : context.tags;
	return byFilter && (wanted.length === 0 || wanted.some((tag) => tags.includes(tag)));
}

function slug(title: string): string {
	return title
		.toLowerCase()
		.replaceAll(/[^a-z0-9]+/g, '-')
		.replaceAll(/^-|-$/g, '');
}
