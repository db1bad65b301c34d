import type { ClauseId } from '../../harness/contract/clause-ids.ts';

export const openclaw = 'openclaw/openclaw';

/** What must be found so that a replay shows what a report tells, not just any fault. */
export interface Symptom {
	readonly clause: ClauseId;
	/** In the finding's sentence, or in what the gateway printed. */
	readonly says: RegExp;
}

/** One story on one build, and what is expected of it. */
interface Told {
	/** As after `--build`. */
	readonly build: string;
	/** Id of a scenario: of the kit, or of `fixtures/track-record/scenarios`. */
	readonly scenario: string;
	readonly symptom: Symptom;
	/** A later build that was replayed as well, to see whether the symptom is gone. */
	readonly laterBuild?: string;
}

/** A public report, told in our own words, and where it is replayed. */
export interface TrackedReport extends Told {
	/** `owner/name` of the repository and the number of the issue or pull request there. */
	readonly repository: string;
	readonly number: number;
	/** What it says, in a few words. */
	readonly says: string;
	/** The version that it names, or its month. */
	readonly version: string;
	/** What a reader must know of the difference between the report and the replay: another build, another supervisor. */
	readonly note?: string;
}

/** A fault of a real build that no report of the corpus names. */
export interface OwnFinding extends Told {
	readonly id: string;
	/** What is wrong, in a few words. */
	readonly says: string;
}
