import type { DeclaredScenario } from './declared.ts';

/**
 * Whether a case starts a gateway again after a crash: on a gateway whose port or lock outlives the crash it waits until a
 * limit is reached, and others can run meanwhile. Pure.
 */
export function mayWait({ options }: DeclaredScenario): boolean {
	return options.asserts.includes('rebinds-immediately');
}
