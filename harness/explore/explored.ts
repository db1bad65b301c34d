import type { Finding } from '../judge/finding.ts';
import { isLockout, lockoutKind } from './crash-findings.ts';
import type { History } from './history.ts';
import type { Judged, Looks } from './judged.ts';
import { locksOf } from './lock-entries.ts';

/** A crash state that is explored, and what is known of it. */
export interface Explored {
	readonly key: string;
	readonly history: History;
	/** As `--point` takes them; empty for the clean state. */
	readonly points: string[];
	judged: Judged | null;
	/** What a start over it looks at; null when nobody recorded it. */
	looks: Looks | null;
	/** What a second instance beside the recovered one breaks, and its shutdown. */
	rest: readonly Finding[];
	/** The state that it cannot be told from. */
	settledBy: Explored | null;
	/** Findings of its own, and those of a direct kill. */
	findings: readonly Finding[];
	failure: string | null;
}

const locks = new WeakMap<History, string>();

/** Equal for states whose locks are the same. */
export function locksIn({ history }: Explored): string {
	const known = locks.get(history) ?? locksOf(history.state);
	locks.set(history, known);
	return known;
}

/** The lockouts over a state whose length was measured there. */
export function lockoutKindsOf({ judged, findings }: Pick<Explored, 'judged' | 'findings'>): string[] {
	const lockout = judged?.lockout;
	return lockout?.measured ? findings.filter(isLockout).map((finding) => lockoutKind(finding, lockout.said)) : [];
}
