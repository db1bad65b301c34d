import { expect, test } from 'vitest';
import { hostileGateways } from '../fixtures/programs.ts';
import { testHostileGateways } from './testing/hostile-gateways.ts';

test('there is one of each kind, and each says what is right to say of it', () => {
	const programs = hostileGateways();
	expect(programs.length).toBeGreaterThanOrEqual(15);
	for (const { name, header } of programs) {
		const claims = [header.breaks, header.isRightBecause, header.noVerdictBecause].filter((each) => each !== undefined);
		expect.soft(claims, name).toHaveLength(1);
	}
});

testHostileGateways('in namespaces', {});
