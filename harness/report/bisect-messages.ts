import type { BisectReport } from './bisect-report.ts';
import { countOf } from './messages.ts';
import { formatDuration } from './time-text.ts';

/** Every sentence of a bisect's answer. */
export const bisectMessages = {
	title: 'Gatelock bisect',
	aim: (clauses: readonly string[], scenarios: readonly string[], contract: string) =>
		`${clauses.length === 0 ? 'any failing case' : clauses.join(', ')}, by ${contract}, in ${scenarios.join(', ')}`,
	span: (total: number, first: string, last: string) => `${countOf(total, 'release')}, ${first} to ${last}`,
	labels: {
		history: 'history',
		bad: 'bad is',
		looks: 'looked at',
		answer: 'answer',
		evidence: 'evidence',
		sure: 'how sure',
		cost: 'cost',
		repeat: 'repeat',
	},
	found: (firstBad: string, lastGood: string) => `${firstBad} is the first bad release; ${lastGood} is still good`,
	hidden: (firstBad: string, lastGood: string, hidden: readonly string[]) =>
		`the first bad release is ${[...hidden, firstBad].join(' or ')}: ${lastGood} is good, ${firstBad} is bad, and of what lies between nothing can be said`,
	unsayable: (release: string) =>
		`none: of ${release} nothing can be said, and it is an end of the search. Next step: choose a neighbour that starts.`,
	contradicts: (release: string, said: 'good' | 'bad') =>
		said === 'bad'
			? `none: ${release} was said to be good and is bad. Next step: go further back.`
			: `none: ${release} was said to be bad and is good. Next step: go further on, or name another clause.`,
	sure: ({ answer, looks, releases }: BisectReport) => {
		const steady =
			answer.kind === 'found' && answer.doubt > 0
				? `the bad releases are bad only sometimes; that ${answer.lastGood} is bad as well and did not show it has a chance of ${(answer.doubt * 100).toFixed(1)} %`
				: 'no release said both';
		return `${looks.length} of ${countOf(releases.length, 'release')} looked at; ${steady}; what lies beyond the two was taken to be monotone`;
	},
	cost: ({ wallMs, starts, storedLooks }: BisectReport) =>
		`${formatDuration(wallMs)}, ${countOf(starts, 'gateway')} started${storedLooks > 0 ? `, ${countOf(storedLooks, 'look')} from the store` : ''}`,
} as const;
