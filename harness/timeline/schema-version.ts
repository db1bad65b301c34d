import { timelineMessages } from './messages.ts';

/** Version of the record. A reader refuses a timeline of another version. */
export const timelineSchemaVersion = 1;

/** A record of another schema version. */
export class TimelineVersionError extends Error {
	override readonly name = 'TimelineVersionError';
	readonly line: number;
	readonly found: string;
	readonly supported = timelineSchemaVersion;

	constructor(line: number, found: string) {
		super(timelineMessages.version(line, found, timelineSchemaVersion));
		this.line = line;
		this.found = found;
	}
}
