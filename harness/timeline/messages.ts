/** The sentences of the timeline reader. */
export const timelineMessages = {
	notJson: 'is not JSON',
	notAnEvent: (problems: string) => `is not an event of this schema: ${problems}`,
	noCaseStarted: 'is the first event and not "case-started", so the version of the record is unknown',
	format: (line: number, problem: string) =>
		`Line ${line} of the timeline ${problem}. Record the case again, or judge it with the gatelock that wrote it.`,
	version: (line: number, found: string, supported: number) =>
		`Line ${line} of the timeline says schema ${found}; this gatelock reads schema ${supported}. Next step: judge it with the gatelock that wrote it, or a newer one (npm install gatelock@latest).`,
} as const;
