import { type UnobtainableReason, unobtainableMessage } from './messages.ts';

/** The build that was asked for cannot be had: exit code 4 (2 for `bad-spec`). */
export class BuildUnobtainableError extends Error {
	override readonly name = 'BuildUnobtainableError';
	readonly spec: string;
	readonly reason: UnobtainableReason;
	/** Facts of the case: a version, a limit, a path, the known recipes. */
	readonly detail: string;
	/** What npm or the program said last; empty when nothing was run. */
	readonly lastLines: readonly string[];

	constructor(spec: string, reason: UnobtainableReason, detail = '', lastLines: readonly string[] = []) {
		super(unobtainableMessage(spec, reason, detail, lastLines));
		this.spec = spec;
		this.reason = reason;
		this.detail = detail;
		this.lastLines = lastLines;
	}
}
