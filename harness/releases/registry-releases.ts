import { parseDateVersion } from '../builds/date-version.ts';
import { ReleaseChoiceError } from './errors.ts';
import { releaseMessages } from './messages.ts';
import type { Release } from './release.ts';
import { inReleaseOrder } from './release-range.ts';
import { releaseSubject } from './resolve-subjects.ts';

/** Where a search begins and ends. */
export interface Span {
	readonly good: string;
	readonly bad: string;
}

const mostNamed = 5;

/**
 * The published versions from the good one to the bad one, both included, oldest first. Betas are left out, but for the
 * ends. Pure.
 *
 * @throws ReleaseChoiceError when an end was never published, or when the bad one is not the later.
 */
export function registryReleases(
	name: string,
	{ good, bad }: Span,
	published: readonly string[],
	{ betas }: { readonly betas: boolean },
): Release[] {
	const ordered = inReleaseOrder(published);
	for (const [option, version] of [
		['--good', good],
		['--bad', bad],
	] as const) {
		if (!ordered.includes(version)) {
			throw new ReleaseChoiceError(option, version, releaseMessages.notPublished(name, near(ordered, version)));
		}
	}
	const from = ordered.indexOf(good);
	const to = ordered.indexOf(bad);
	if (to <= from) throw new ReleaseChoiceError('--bad', bad, releaseMessages.order(name));
	return ordered
		.slice(from, to + 1)
		.filter((version) => betas || version === good || version === bad || parseDateVersion(version)?.beta === null)
		.map((version) => ({ subject: releaseSubject(name, version), prepare: null }));
}

/** Versions that begin like the one that is not there; else the newest. */
function near(ordered: readonly string[], version: string): string[] {
	const month = version.split('.').slice(0, 2).join('.');
	const alike = ordered.filter((each) => each.startsWith(`${month}.`));
	return (alike.length > 0 ? alike : ordered).slice(-mostNamed);
}
