import type { Fault } from './fault.ts';
import { sigkill } from './signals.ts';

/** How long somebody whom the SIGKILL did not find may take to be seen to be gone, in milliseconds. */
const endTimeoutMs = 3_000;

/** SIGKILL for who still lives; who ends by itself in the meantime has ended as well. */
export const lastBlow: Fault = {
	...sigkill,
	async inject(instance) {
		const shot = await sigkill.inject(instance);
		return {
			pids: shot.pids,
			proof: async () => {
				const proof = await shot.proof();
				if (proof.proved) return proof;
				const { arena } = instance;
				const gone = await arena.watcher.until(() => instance.gone, arena.expiry(endTimeoutMs, instance));
				return gone ? { proved: true, how: 'it ended by itself' } : proof;
			},
		};
	},
};
