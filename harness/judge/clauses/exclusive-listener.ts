import { isLoopback } from '../addresses.ts';
import type { ClauseJudge } from '../clause-judge.ts';
import { inOrder, listenEvidence } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import { wasServed } from '../life.ts';
import { at, evidenceTexts, findingMessages } from '../messages.ts';

/** Loopback only, and no other socket can bind beside the listener. */
export const judgeExclusiveListener: ClauseJudge = (story) => {
	const findings: Finding[] = [];
	let exercised = false;
	for (const instance of story.instances) {
		const listens = instance.listens.filter((each) => each.port === instance.port);
		const probes = story.probes.filter((each) => each.instance === instance.id);
		exercised ||= listens.length > 0 && probes.length > 0;
		for (const probe of probes.filter((each) => each.outcome === 'shared')) {
			const address = at(probe.address, probe.port);
			findings.push({
				clause: 'exclusive-listener',
				message: findingMessages.sharedPort(instance.id, address),
				evidence: inOrder([
					...listens.map((each) => listenEvidence(instance, each)),
					{ t: probe.t, text: evidenceTexts.probe(address, probe.outcome) },
				]),
			});
		}
		// A start that fails may try addresses for its diagnosis, each for a millisecond: to see that is luck, and it is no lock.
		const open = listens.filter((each) => !isLoopback(each.address) && wasServed(instance, each));
		for (const listen of open.filter((each, index) => open.findIndex((it) => it.address === each.address) === index)) {
			findings.push({
				clause: 'exclusive-listener',
				message: findingMessages.notLoopback(instance.id, at(listen.address, listen.port)),
				evidence: [listenEvidence(instance, listen)],
			});
		}
	}
	return { exercised: exercised || findings.length > 0, findings };
};
