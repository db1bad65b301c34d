/** No port could be reserved for a case. */
export class PortsExhaustedError extends Error {
	override readonly name = 'PortsExhaustedError';
	readonly firstPort: number;
	readonly lastPort: number;

	constructor(firstPort: number, lastPort: number) {
		super(
			firstPort === lastPort
				? `Port ${firstPort} could not be reserved: something listens there or another case uses it. Stop it, or run with namespaces (see \`gatelock doctor\`).`
				: `No free port between ${firstPort} and ${lastPort}: all are in use. Stop other servers there, or run with namespaces (see \`gatelock doctor\`).`,
		);
		this.firstPort = firstPort;
		this.lastPort = lastPort;
	}
}

/** A story cannot go on, for a reason that the timeline shows (a gateway that never listened has no clients). */
export class StoryEndedError extends Error {
	override readonly name = 'StoryEndedError';
	readonly instance: string;

	constructor(instance: string, reason: string) {
		super(reason);
		this.instance = instance;
	}
}

/** The story injects a fault that had to be prepared when the gateway was started. */
export class FaultNotPreparedError extends Error {
	override readonly name = 'FaultNotPreparedError';
	readonly fault: string;

	constructor(fault: string) {
		super(`The fault ${fault} must be prepared: start the gateway with arena.start({ prepareFor: <the fault> }).`);
		this.fault = fault;
	}
}

/** A case needs something that this machine lacks. */
export class CapabilityMissingError extends Error {
	override readonly name = 'CapabilityMissingError';
	readonly capability: string;

	constructor(capability: string, reason: string) {
		super(`${capability}: ${reason}`);
		this.capability = capability;
	}
}
