import type { EventOf } from '../timeline/events.ts';
import { wantsCredentials } from '../timeline/wants-credentials.ts';
import type { Instance, Story } from './story-model.ts';

/**
 * The handshake of an instance that failed only because the harness has no credentials for this gateway: then nothing is
 * known of the instance. Undefined when a client was let in before, by it, by an earlier instance or when it was measured:
 * then the failure counts like any other.
 */
export function refusedForCredentials(story: Story, instance: Instance): EventOf<'handshake-failed'> | undefined {
	if (story.startedAs?.letClientsIn || instance.readies.length > 0) return undefined;
	const failed = instance.handshakeFailures.find(({ status }) => wantsCredentials(status));
	const wasLetIn = story.instances.some((each) => each.readies.some(({ t }) => failed !== undefined && t < failed.t));
	return wasLetIn ? undefined : failed;
}
