import { AssertionError } from 'node:assert';
import { stripVTControlCharacters } from 'node:util';
import { chai } from 'vitest';

const maxMessageCharacters = 2_000;

/** What a failed `expect` or `assert` of a story says: its first line; null for any other error. */
export function failedExpectation(error: unknown): string | null {
	if (!(error instanceof Error && isExpectation(error))) return null;
	const [line = ''] = stripVTControlCharacters(error.message).trim().split('\n');
	return line.slice(0, maxMessageCharacters) || 'an expectation without words';
}

/** Vitest's matchers throw errors of a class that it does not export. */
const ofMatchers = 'JestExtendError';

function isExpectation(error: Error): boolean {
	return (
		error instanceof chai.AssertionError ||
		error instanceof AssertionError ||
		Object.getPrototypeOf(error)?.constructor?.name === ofMatchers
	);
}
