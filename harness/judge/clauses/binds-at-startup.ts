import type { Contract } from '../../contract/contract.ts';
import { defaultReadiness } from '../../contract/readiness.ts';
import type { EventOf } from '../../timeline/events.ts';
import { type ClauseJudge, idleLimitMsOf } from '../clause-judge.ts';
import { refusedForCredentials } from '../credentials.ts';
import { waitingMs } from '../elapsed.ts';
import { endEvidence, inOrder, listenEvidence, quoted, spawnEvidence } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import { gotInBy, livesOverlap, ownListens, wasDisruptedBefore } from '../life.ts';
import { at, evidenceTexts, findingMessages } from '../messages.ts';
import { describeStartFailure } from '../start-failure.ts';
import { type DueStart, dueStarts } from '../starts.ts';
import type { Instance, Story } from '../story-model.ts';

/**
 * Whoever starts on a free port listens within the limit, on exactly the address, before it claims to be ready, and
 * speaks WebSocket. A start after a death is `rebinds-immediately`.
 */
export const judgeBindsAtStartup: ClauseJudge = (story, contract, limits) => {
	const judged = dueStarts(story, contract, limits).filter((each) =>
		each.isBroken ? each.clause === 'binds-at-startup' : each.context.predecessor === undefined,
	);
	const findings: Finding[] = judged
		.filter((each) => each.isBroken)
		.map((each) => ({ clause: 'binds-at-startup', ...describeStartFailure(contract, each) }));
	const idleLimitMs = idleLimitMsOf(limits, 'binds-at-startup');
	for (const each of judged) {
		const waited = each.isBroken ? undefined : waitedBeforeListening(each, idleLimitMs);
		if (waited !== undefined) findings.push(waited);
	}
	for (const instance of story.instances) {
		const early = earlyClaim(instance, contract.host);
		if (early !== undefined) findings.push(earlyClaimFinding(instance, early));
		const mute = noService(story, instance, contract);
		if (mute !== undefined) findings.push(mute);
	}
	return { exercised: judged.length > 0 || findings.length > 0, findings };
};

/** A build that is late at every start is late in its own baseline too; that it waited instead of worked shows anyway. */
function waitedBeforeListening({ instance, outcome }: DueStart, idleLimitMs: number): Finding | undefined {
	if (outcome.kind !== 'in-time') return undefined;
	const { listen, span } = outcome;
	const waited = waitingMs(instance, listen.from, listen.idleMs);
	if (waited <= idleLimitMs * instance.slowdown) return undefined;
	return {
		clause: 'binds-at-startup',
		message: findingMessages.waitedBeforeListening(instance.id, waited, span, idleLimitMs * instance.slowdown),
		evidence: inOrder([spawnEvidence(instance), listenEvidence(instance, listen)]),
	};
}

/** A kill may take effect between the line and the scan that looks for its listener. */
const killLagMs = 500;

function earlyClaim(instance: Instance, host: string): EventOf<'ready-claimed'> | undefined {
	return instance.readyClaims.find(
		(claim) =>
			!claim.bound &&
			!wasDisruptedBefore(instance, claim.t + killLagMs) &&
			!ownListens(instance, host).some((listen) => listen.from <= claim.t),
	);
}

function earlyClaimFinding(instance: Instance, claim: EventOf<'ready-claimed'>): Finding {
	return {
		clause: 'binds-at-startup',
		message: findingMessages.readyBeforeBind(instance.id, instance.port),
		evidence: inOrder([
			spawnEvidence(instance),
			{ t: claim.t, text: evidenceTexts.line(instance.id, quoted(claim.line)) },
			...instance.listens.map((listen) => listenEvidence(instance, listen)),
		]),
	};
}

function noService(story: Story, instance: Instance, { host, readiness }: Contract): Finding | undefined {
	const failed = instance.handshakeFailures.findLast((each) => each.port === instance.port);
	const listen = gotInBy(story, instance, host)[0];
	if (failed === undefined || listen === undefined || instance.readies.length > 0) return undefined;
	if (wasDisruptedBefore(instance, failed.t)) return undefined;
	// Whoever asks for a token serves; that the harness has none makes the case invalid.
	if (refusedForCredentials(story, instance) !== undefined) return undefined;
	// Ended by a newcomer: that is `holder-undisturbed`.
	const isAlone = story.instances.every((each) => each === instance || !livesOverlap(story, each, instance));
	if (instance.exited !== undefined && instance.exited.t <= failed.t && !isAlone) return undefined;
	// Beside a second listener the kernel decides who gets the handshake: that is `single-instance`.
	const isShared = story.instances.some(
		(each) =>
			each !== instance &&
			each.listens.some((other) => other.port === listen.port && other.from <= failed.t && other.to >= failed.t),
	);
	if (isShared) return undefined;
	const address = at(failed.address, failed.port);
	return {
		clause: 'binds-at-startup',
		message: findingMessages.noService(instance.id, address, readiness ?? defaultReadiness, failed.reason),
		evidence: inOrder([
			spawnEvidence(instance),
			listenEvidence(instance, listen),
			{ t: failed.t, text: evidenceTexts.handshake(address, failed.reason) },
			...endEvidence(instance),
		]),
	};
}
