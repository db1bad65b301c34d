/** What a machine may lack. Cases that need a missing one are skipped with the reason, and counted. */
export const capabilityNames = [
	'namespaces',
	'strace',
	'setpriv',
	'privileged-ports',
	'default-port',
	'ipc-objects',
	'libfaketime',
	'second-uid',
] as const;
export type CapabilityName = (typeof capabilityNames)[number];

/** Capability → null when it is there, else why it is not. */
export type CapabilityTable = Record<CapabilityName, string | null>;

/** The table of a machine that was not asked. */
export function noCapabilities(reason: string): CapabilityTable {
	return {
		namespaces: reason,
		strace: reason,
		setpriv: reason,
		'privileged-ports': reason,
		'default-port': reason,
		'ipc-objects': reason,
		libfaketime: reason,
		'second-uid': reason,
	};
}

export class Capabilities {
	readonly table: CapabilityTable;

	constructor(table: CapabilityTable) {
		this.table = table;
	}

	missing(capability: CapabilityName): { capability: CapabilityName; reason: string } | null {
		const reason = this.table[capability];
		return reason === null ? null : { capability, reason };
	}
}
