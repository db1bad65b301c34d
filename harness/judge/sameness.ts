import type { Finding } from './finding.ts';

/** Two findings with equal clause and sentence, numbers aside, are the same. Pure. */
export function sameness({ clause, message }: Finding): string {
	return `${clause} ${message.replaceAll(/\d+(?:\.\d+)?/g, '#')}`;
}
