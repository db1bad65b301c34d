import type { ProjectConfig } from '../config/project-config.ts';
import type { SubjectChoice } from '../releases/resolve-subjects.ts';
import {
	type ComparisonCommandOptions,
	parseComparisonOptions,
	type RawComparisonOptions,
} from './comparison-options.ts';
import { UsageError } from './errors.ts';
import { outputFile } from './run-options.ts';

/** `gatelock matrix` as understood. */
export interface MatrixCommandOptions extends ComparisonCommandOptions, SubjectChoice {
	readonly html: string | null;
	readonly markdown: string | null;
}

/** What commander hands over. */
export interface RawMatrixOptions extends RawComparisonOptions {
	readonly builds?: readonly string[];
	readonly gateway?: readonly string[];
	readonly betas?: boolean;
	readonly html?: string;
	readonly markdown?: string;
}

/** @throws UsageError or DurationError that name the option, the value and what is allowed. */
export function parseMatrixOptions(raw: RawMatrixOptions, config: ProjectConfig): MatrixCommandOptions {
	const builds = raw.builds ?? [];
	const gateways = raw.gateway ?? [];
	if (builds.length + gateways.length === 0) {
		throw new UsageError('--builds', '', 'builds to compare, e.g. "openclaw@2026.4.29,openclaw@>=2026.8"');
	}
	return {
		...parseComparisonOptions(raw, config),
		builds,
		gateways,
		betas: raw.betas ?? false,
		html: raw.html === undefined ? null : outputFile('--html', raw.html),
		markdown: raw.markdown === undefined ? null : outputFile('--markdown', raw.markdown),
	};
}
