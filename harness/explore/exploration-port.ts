import type { Isolation } from '../arena/isolation.ts';
import { reservePort } from '../arena/ports.ts';

/** In a network of one's own every port is free: then it is the same one in every run, and so are the states. */
const ownPort = 20_000;

/** The port of every arena of an exploration. */
export async function explorationPort(isolation: Isolation): Promise<number> {
	if (isolation.kind === 'namespaces') return ownPort;
	const reserved = await reservePort();
	reserved.release();
	return reserved.port;
}
