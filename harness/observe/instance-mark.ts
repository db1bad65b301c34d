import { readFileSync } from 'node:fs';

/**
 * How the processes of one instance are recognized whatever they do to their environment, session and parents; every
 * child inherits it.
 *
 * - `limit`: a value of a resource limit that Linux does not use; see `inheritedMark`.
 * - `capabilities`: the mount namespace of the case, and capabilities in the inheritable set, which `exec` and `fork` keep and
 *   which change nothing that root may do, since root has them anyway (capabilities(7)). Processes with different ones can
 *   still read each other's `/proc`: the kernel compares the permitted sets (ptrace(2)). It costs no program of its own, but
 *   needs `setpriv` and a user namespace.
 */
export type InstanceMark =
	| { readonly kind: 'limit'; readonly value: number }
	| { readonly kind: 'capabilities'; readonly mountNamespace: string; readonly instance: number };

/**
 * Capabilities that mean nothing in a user namespace, where every gateway of a sandbox runs: the kernel asks for them in
 * the first one only. In the order of the bits of an instance's number. Source: linux/capability.h and its uses.
 */
const inert = [9, 11, 16, 17, 20, 25, 26, 30, 32, 33, 34, 35];

/** Instances of one arena that can be told apart. */
const instances = 2 ** inert.length;

/** The capabilities in the inheritable set of an instance, as setpriv names them. */
export function capabilitiesOf(instance: number): string[] {
	const number = numberOf(instance);
	return inert.filter((_, bit) => (number >> bit) & 1).map((capability) => `cap_${capability}`);
}

/** Whether a number that `readInstance` returned is that of the mark. */
export function isNumberOf(number: number | null, mark: Extract<InstanceMark, { kind: 'capabilities' }>): boolean {
	return number === numberOf(mark.instance);
}

/** The number that is marked in the process's inheritable set; 0 for none, null when it cannot be read. */
export function readInstance(pid: number): number | null {
	try {
		const [, inheritable] = /^CapInh:\s*([\da-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
		if (inheritable === undefined) return null;
		const set = BigInt(`0x${inheritable}`);
		return inert.reduce(
			(number, capability, bit) => number | (((set >> BigInt(capability)) & 1n) === 1n ? 1 << bit : 0),
			0,
		);
	} catch {
		return null;
	}
}

/** Never 0, which is what an unmarked process has. */
function numberOf(instance: number): number {
	return (instance % (instances - 1)) + 1;
}
