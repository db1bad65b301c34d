import { contractOf, type ProjectConfig } from '../config/project-config.ts';
import { limitedClauseIds } from '../contract/clause-lists.ts';
import type { Contract } from '../contract/contract.ts';
import { type ContractRule, contractChanges, rulesOf } from '../contract/contract-rules.ts';
import { documentWords } from '../contract/document-words.ts';
import { UsageError } from './errors.ts';
import { contractMessages } from './messages.ts';

/** `gatelock contracts`: every contract with its clauses, messages and limits, and what its era adds. */
export function renderContracts(config: ProjectConfig): string {
	const lines: string[] = [];
	for (const contract of [...config.contracts.keys()].map((id) => contractOf(config, id))) {
		lines.push(`${contract.id}${contract.id === config.contract ? ' (default)' : ''}: ${contract.title}`);
		lines.push(`  source: ${contract.source}`, '  clauses:');
		for (const [id, clause] of Object.entries(contract.clauses)) {
			if (clause === undefined) continue;
			lines.push(`    ${id}`, `      document: ${documentWords(clause, ['"', '"'])}`);
			if (clause.source !== undefined) lines.push(`      source:   ${clause.source}`);
			lines.push(`      judged:   ${clause.judged}`);
		}
		lines.push(...ruleLines('  what it promises:', promise, contract));
		lines.push(
			'  messages:',
			`    in use:      ${contract.messages.inUse}`,
			`    bind failed: ${contract.messages.bindFailed}…`,
		);
		const { stateOwned } = contract.messages;
		if (stateOwned !== undefined) lines.push(`    same home:   ${stateOwned}`);
		lines.push('  limits (change one with --limit <clause>=<duration>):');
		for (const id of limitedClauseIds) {
			const { baseline, factor, plusMs, source } = contract.limits[id];
			const rule = baseline === 'none' ? `${plusMs} ms` : `${baseline} × ${factor} + ${plusMs} ms`;
			lines.push(`    ${id}: ${rule} (${source})`);
		}
		lines.push(...ruleLines('  era:', eraRule, contract), '');
	}
	return lines.join('\n');
}

/** How it shows that it serves, and the clauses that it leaves out. */
const promise = /^(?:not promised: |shows that it serves)/;
/** What only the contracts of eras have; they list it rule by rule. */
const eraRule = /^(?:builds of|may |exit code|port \+|contradiction|checked on)/;

function ruleLines(title: string, which: RegExp, contract: Contract): string[] {
	const rules = rulesOf(contract).filter(({ name }) => which.test(name));
	if (rules.length === 0) return [];
	return [title, ...rules.flatMap((rule) => [`    ${rule.name}: ${rule.text}`, ...sourceLines(rule)])];
}

function sourceLines({ source }: ContractRule): string[] {
	return source === undefined ? [] : [`      source: ${source}`];
}

/**
 * `gatelock contracts diff <a> <b>`: the rules in which two contracts differ, each with where it is promised.
 *
 * @throws UsageError when one of them does not exist.
 */
export function renderContractsDiff(config: ProjectConfig, before: string, after: string): string {
	const [old, now] = [before, after].map((id) => {
		if (!config.contracts.has(id)) throw new UsageError('contracts diff', id, [...config.contracts.keys()].join(', '));
		return contractOf(config, id);
	}) as [Contract, Contract];
	const changes = contractChanges(old, now);
	const lines = [
		`- ${old.id}: ${old.title}`,
		`  source: ${old.source}`,
		`+ ${now.id}: ${now.title}`,
		`  source: ${now.source}`,
	];
	if (changes.length === 0) lines.push('', contractMessages.same);
	for (const change of changes) {
		lines.push('', change.name);
		if (change.before !== undefined) lines.push(`  - ${change.before.text}`, ...sourceLines(change.before));
		if (change.after !== undefined) lines.push(`  + ${change.after.text}`, ...sourceLines(change.after));
	}
	return `${lines.join('\n')}\n`;
}
