import { expect, test } from 'vitest';
import { addressesConflict, isLoopback } from './addresses.ts';

test.each([
	['127.0.0.1', '127.0.0.1', true],
	['127.0.0.1', '0.0.0.0', true],
	['::', '127.0.0.1', true],
	['::ffff:127.0.0.1', '127.0.0.1', true],
	['::', '::1', true],
	['::1', '127.0.0.1', false],
	['::1', '0.0.0.0', false],
	['127.0.0.2', '127.0.0.1', false],
])('%s and %s conflict: %s', (one, other, conflict) => {
	expect(addressesConflict(one, other)).toBe(conflict);
	expect(addressesConflict(other, one)).toBe(conflict);
});

test.each([
	['127.0.0.1', true],
	['127.1.2.3', true],
	['::1', true],
	['::ffff:127.0.0.1', true],
	['0.0.0.0', false],
	['::', false],
	['10.0.0.1', false],
])('%s is loopback: %s', (address, loopback) => {
	expect(isLoopback(address)).toBe(loopback);
});
