import { installStepFor } from '../config/errors.ts';
import { judgeMessages } from './messages.ts';

/** The command line or the configuration cannot be used: exit code 2. */
export class UsageError extends Error {
	override readonly name = 'UsageError';
	readonly option: string;
	readonly value: string;

	/**
	 * @param allowed What would be accepted, as the end of the sentence "Allowed: …".
	 */
	constructor(option: string, value: string, allowed: string) {
		super(`${option} ${JSON.stringify(value)} cannot be used. Allowed: ${allowed}${allowed.includes('\n') ? '' : '.'}`);
		this.option = option;
		this.value = value;
	}
}

/** Scenario files of the project cannot be loaded: exit code 2. */
export class ScenarioFilesError extends Error {
	override readonly name = 'ScenarioFilesError';

	/** @param problems One for each file, which it names. */
	constructor(problems: readonly string[]) {
		super(`The scenario files could not be loaded: ${problems.join('; ')}${installStepFor(problems.join('\n'))}`);
	}
}

/** A stored record cannot be read, so no verdict is possible: exit code 3. */
export class RecordUnreadableError extends Error {
	override readonly name = 'RecordUnreadableError';
	readonly file: string;

	constructor(file: string, problem: string) {
		super(judgeMessages.timelineUnreadable(file, problem));
		this.file = file;
	}
}
