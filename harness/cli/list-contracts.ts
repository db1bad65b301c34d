import { contractOf, type ProjectConfig } from '../config/project-config.ts';
import { limitedClauseIds } from '../contract/clause-ids.ts';

/** `gatelock contracts`: every contract with its clauses, messages and limits. */
export function renderContracts(config: ProjectConfig): string {
	const lines: string[] = [];
	for (const contract of [...config.contracts.keys()].map((id) => contractOf(config, id))) {
		lines.push(`${contract.id}${contract.id === config.contract ? ' (default)' : ''}: ${contract.title}`);
		lines.push(`  source: ${contract.source}`, '  clauses:');
		for (const [id, clause] of Object.entries(contract.clauses)) {
			if (clause === undefined) continue;
			lines.push(`    ${id}`, `      document: "${clause.quote}"`, `      judged:   ${clause.judged}`);
		}
		lines.push(
			'  messages:',
			`    in use:      ${contract.messages.inUse}`,
			`    bind failed: ${contract.messages.bindFailed}…`,
		);
		lines.push('  limits (change one with --limit <clause>=<duration>):');
		for (const id of limitedClauseIds) {
			const { baseline, factor, plusMs, source } = contract.limits[id];
			const rule = baseline === 'none' ? `${plusMs} ms` : `${baseline} × ${factor} + ${plusMs} ms`;
			lines.push(`    ${id}: ${rule} (${source})`);
		}
		lines.push('');
	}
	return lines.join('\n');
}
