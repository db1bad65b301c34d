import { stripVTControlCharacters } from 'node:util';

const maxMessageCharacters = 2_000;

/** What a failed `expect` or `assert` of a story says: its first line; null for any other error. */
export function failedExpectation(error: unknown): string | null {
	if (!(error instanceof Error && isExpectation(error))) return null;
	const [line = ''] = stripVTControlCharacters(error.message).trim().split('\n');
	return line.slice(0, maxMessageCharacters) || 'an expectation without words';
}

/** Errors of Node's `assert` and of Chai have the first name; Vitest's matchers throw a class that it does not export. */
const names = new Set(['AssertionError', 'JestExtendError']);

function isExpectation(error: Error): boolean {
	return names.has(error.name) || names.has(error.constructor.name);
}
