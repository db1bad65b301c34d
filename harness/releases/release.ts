import type { Subject } from './subject.ts';

/** One step of a history: a published version, or a revision of a checkout. */
export interface Release {
	readonly subject: Subject;
	/**
	 * Makes it runnable, and gives back what undoes that; null where nothing has to be made.
	 *
	 * @throws ReleaseUnusableError
	 */
	readonly prepare: ((signal: AbortSignal) => Promise<AsyncDisposable>) | null;
}

/** A revision that cannot be checked out or built: it is skipped. */
export class ReleaseUnusableError extends Error {
	override readonly name = 'ReleaseUnusableError';
}
