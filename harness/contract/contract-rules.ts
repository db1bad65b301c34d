import { limitedClauseIds } from './clause-lists.ts';
import type { Contract, LimitRule } from './contract.ts';
import { documentWords } from './document-words.ts';
import { defaultReadiness, type Readiness } from './readiness.ts';

/** One rule of a contract, in words. */
export interface ContractRule {
	/** The same in every contract that has such a rule: `message in use`, `after a crash: home/**`. */
	readonly name: string;
	readonly text: string;
	/** Where it is promised, when it says so itself. */
	readonly source?: string | undefined;
}

/** Every rule of a contract, as it is listed and compared, in the order of the contract. Pure. */
export function rulesOf(contract: Contract): ContractRule[] {
	return [
		...clauseRules(contract),
		...promiseRules(contract),
		...messageRules(contract),
		...limitRules(contract),
		...factRules(contract),
	];
}

/** What differs: a rule that only one has, or that says something else. Pure. */
export interface RuleChange {
	readonly name: string;
	readonly before: ContractRule | undefined;
	readonly after: ContractRule | undefined;
}

/** The rules in which two contracts differ, those of the first in its order, then what the second adds. Pure. */
export function contractChanges(before: Contract, after: Contract): RuleChange[] {
	const old = new Map(rulesOf(before).map((rule) => [rule.name, rule]));
	const now = new Map(rulesOf(after).map((rule) => [rule.name, rule]));
	return [...new Set([...old.keys(), ...now.keys()])]
		.map((name) => ({ name, before: old.get(name), after: now.get(name) }))
		.filter((each) => each.before?.text !== each.after?.text);
}

function clauseRules({ clauses }: Contract): ContractRule[] {
	return Object.entries(clauses).flatMap(([id, clause]) =>
		clause === undefined
			? []
			: [
					{
						name: `clause ${id}, document`,
						text: documentWords(clause, ['"', '"']),
						...(clause.source === undefined ? {} : { source: clause.source }),
					},
					{ name: `clause ${id}, judged`, text: clause.judged },
				],
	);
}

function promiseRules({ readiness = defaultReadiness, unpromised = [] }: Contract): ContractRule[] {
	return [
		...unpromised.map(({ clause, why }) => ({ name: `not promised: ${clause}`, text: why })),
		{ name: 'shows that it serves', text: readinessText(readiness) },
	];
}

function readinessText(readiness: Readiness): string {
	switch (readiness.kind) {
		case 'websocket':
			return 'answers a WebSocket handshake';
		case 'http':
			return `answers GET ${readiness.path} with a status below 500`;
		case 'tcp':
			return 'accepts a TCP connection';
		case 'output':
			return `prints a line like ${readiness.line}`;
	}
}

function messageRules({ messages }: Contract): ContractRule[] {
	const { inUse, bindFailed, stateOwned, mayFollow, source } = messages;
	return [
		{ name: 'message in use', text: inUse },
		{ name: 'message bind failed', text: `${bindFailed}…` },
		...(stateOwned === undefined ? [] : [{ name: 'message same home', text: stateOwned, source }]),
		...(mayFollow === undefined ? [] : [{ name: 'may follow a message', text: mayFollow }]),
	];
}

function limitRules({ limits }: Contract): ContractRule[] {
	return limitedClauseIds.map((id) => ({
		name: `limit ${id}`,
		text: limitText(limits[id]),
		source: limits[id].source,
	}));
}

function limitText({ baseline, factor, plusMs, idle }: LimitRule): string {
	const rule = baseline === 'none' ? `${plusMs} ms` : `${baseline} × ${factor} + ${plusMs} ms`;
	return idle === undefined ? rule : `${rule}; of that, waiting at most its own × ${idle.factor} + ${idle.plusMs} ms`;
}

function factRules(contract: Contract): ContractRule[] {
	const { builds = [], allowedLeftovers, exitCodes = [], derivedPorts = [], contradictions = [], checkedOn } = contract;
	return [
		...builds.map(({ name, from, to }) => ({
			name: `builds of ${name} from ${from}`,
			text: to === undefined ? 'no end known' : `to ${to}`,
		})),
		...allowedLeftovers.map(({ glob, after, source }) => ({
			name: `may stay: ${glob}`,
			text: after === undefined ? 'always' : after.map((end) => ends[end]).join(', '),
			source,
		})),
		...exitCodes.map(({ of, codes, source }) => ({ name: `exit code, ${of}`, text: codes.join(' or '), source })),
		...derivedPorts.map(({ offset, what, source }) => ({ name: `port + ${offset}`, text: what, source })),
		...contradictions.map(({ clause, document, code, source }) => ({
			name: `contradiction in ${clause}: "${document}"`,
			text: code,
			source,
		})),
		...(checkedOn ?? []).map(({ build, saw }) => ({ name: `checked on ${build}`, text: saw })),
	];
}

const ends = { crash: 'after a crash', 'clean-stop': 'after a clean stop' } as const;
