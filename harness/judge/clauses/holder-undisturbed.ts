import type { Contract } from '../../contract/contract.ts';
import type { EventOf, FileChange } from '../../timeline/events.ts';
import type { ClauseJudge } from '../clause-judge.ts';
import { type Disturbance, disturbancesOf, gravestOf } from '../disturbances.ts';
import { inOrder, quoted, spawnEvidence } from '../evidence.ts';
import type { Evidence, Finding } from '../finding.ts';
import { isMereTry, ownListens, storyEndOf } from '../life.ts';
import { evidenceTexts, findingMessages } from '../messages.ts';
import type { Instance, Story } from '../story-model.ts';

/** Whoever tries to start beside a holder changes nothing for it. One finding a holder, and one a changed set of files. */
export const judgeHolderUndisturbed: ClauseJudge = (story, contract) => {
	const findings: Finding[] = [];
	let exercised = false;
	for (const holder of story.instances) {
		const contenders = contendersOf(story, contract, holder);
		exercised ||= contenders.length > 0;
		const finding = disturbed(story, contract, holder, contenders);
		if (finding !== undefined) findings.push(finding);
	}
	for (const comparison of story.comparisons) {
		const finding = filesChanged(story, comparison);
		if (finding !== undefined) findings.push(finding);
	}
	return { exercised: exercised || findings.length > 0, findings };
};

interface Contender {
	readonly instance: Instance;
	readonly from: number;
	readonly to: number;
}

/** Everyone on the same port whose try overlapped with the holder's listening. */
function contendersOf(story: Story, contract: Contract, holder: Instance): Contender[] {
	return story.instances.flatMap((instance) => {
		if (instance === holder || instance.port !== holder.port) return [];
		const end = storyEndOf(story, instance);
		const held = ownListens(holder, contract.host).find(
			(each) => each.from < end && each.to > instance.spawnedAt && !isMereTry(holder, each),
		);
		// Who listened before the holder did is the holder of its own time.
		const listenedBefore = ownListens(instance, contract.host).some(
			(each) => held !== undefined && each.from <= held.from,
		);
		if (held === undefined || listenedBefore) return [];
		return [{ instance, from: Math.max(instance.spawnedAt, held.from), to: end }];
	});
}

function disturbed(
	story: Story,
	contract: Contract,
	holder: Instance,
	contenders: readonly Contender[],
): Finding | undefined {
	const seen = new Map<string, Disturbance>();
	const involved: Instance[] = [];
	for (const { instance, from, to } of contenders) {
		const found = disturbancesOf(story, contract.host, holder, { from, to });
		if (found.length > 0) involved.push(instance);
		for (const each of found) seen.set(`${each.t} ${each.text}`, each);
	}
	const what = inOrder([...seen.values()]);
	const gravest = gravestOf(what);
	if (gravest === undefined) return undefined;
	return {
		clause: 'holder-undisturbed',
		message: findingMessages.holderDisturbed(holder.id, involved.map((each) => each.id).join(', '), gravest.text),
		evidence: inOrder([
			...involved.map(spawnEvidence),
			...what.map((each) => ({ t: each.t, text: evidenceTexts.disturbed(holder.id, each.text) })),
		]),
	};
}

/**
 * A running holder writes and removes files itself, marks of an owner too. What changes while it is frozen is the
 * loser's doing, and so is a mark that names the loser now.
 */
function filesChanged(story: Story, comparison: EventOf<'files-compared'>): Finding | undefined {
	const loser = story.instances.find((each) => each.id === comparison.loser);
	const loserPids = new Set([
		...(loser === undefined ? [] : [loser.pid]),
		...(loser?.processes ?? []).map(({ pid }) => pid),
	]);
	const changes = comparison.changes.filter(
		(each) => !each.appended && (comparison.holderFrozen || (each.lockLike && hasWritten(loserPids, each))),
	);
	if (changes.length === 0) return undefined;
	const paths = [...new Set(changes.map((each) => each.path))].join(', ');
	return {
		clause: 'holder-undisturbed',
		message: findingMessages.filesChanged(comparison.holder, comparison.loser, paths),
		evidence: changes.flatMap((each) => changeEvidence(comparison.t, each)),
	};
}

/** Numbers in `after` are pids only where it is the file's text. */
function hasWritten(pids: ReadonlySet<number>, { change, after }: FileChange): boolean {
	if (change !== 'modified' && change !== 'replaced') return false;
	return (after?.match(/\d+/g) ?? []).some((digits) => pids.has(Number(digits)));
}

function changeEvidence(t: number, change: FileChange): Evidence[] {
	const evidence = [{ t, text: evidenceTexts.fileChange(change.path, change.change) }];
	if (change.before !== undefined) evidence.push({ t, text: evidenceTexts.fileText('before', quoted(change.before)) });
	if (change.after !== undefined) evidence.push({ t, text: evidenceTexts.fileText('after', quoted(change.after)) });
	return evidence;
}
