import { countOf } from './messages.ts';
import { formatDuration } from './time-text.ts';

/** Every sentence and label of a matrix of builds. */
export const matrixMessages = {
	title: 'Gatelock matrix',
	heading: (builds: number, scenarios: number) => `${countOf(builds, 'build')}, ${countOf(scenarios, 'scenario')} each`,
	contract: (id: string) => `by contract ${id}`,
	clause: 'clause',
	allTogether: 'verdict',
	legend: '✓ holds, ✗ broken, - not exercised, ! could not be judged; in the last row also ~ flaky, ? no verdict',
	summary: (builds: number, stored: number, starts: number, wallMs: number) =>
		`${countOf(builds, 'column')}: ${builds - stored} judged now (${countOf(starts, 'gateway')} started), ${stored} from the store  ·  ${formatDuration(wallMs)}`,
	verdict: (verdict: string) => `Verdict: ${verdict}`,
	folder: 'Records: ',
	column: (starts: number, wallMs: number, stored: boolean) =>
		`${countOf(starts, 'start')}, ${formatDuration(wallMs)}${stored ? ', from the store' : ''}`,
	ownContract: (id: string) => `judged by ${id}`,
	findings: (count: number) => countOf(count, 'finding'),
	buildColumn: 'build',
	sees: 'says',
} as const;
