import type WebSocket from 'ws';
import { gatewayToken } from './command.ts';
import type { Instance } from './instance.ts';
import { credentialMessages } from './messages.ts';
import { HandshakeError, type HandshakeOptions, openWebSocket } from './websocket.ts';

/**
 * Opens a WebSocket to an instance. To one that answers 401 or 403 it shows, from then on, the token that `{token}` in a
 * command line stands for.
 *
 * @throws HandshakeError with the last reason; `wantsCredentials` when the token is not accepted either.
 */
export async function openWebSocketTo(
	instance: Instance,
	options: Omit<HandshakeOptions, 'address' | 'port' | 'token' | 'elapsed'>,
): Promise<WebSocket> {
	const { arena, port } = instance;
	const place = { ...options, address: arena.connectAddress(instance), port, elapsed: arena.elapsed(instance) };
	if (!instance.wantsToken) {
		try {
			return await openWebSocket(place);
		} catch (error) {
			if (!(error instanceof HandshakeError) || !error.wantsCredentials) throw error;
			instance.wantsToken = true;
			arena.recorder.add({ type: 'note', text: credentialMessages.asked(instance.id, error.message) });
		}
	}
	return await openWebSocket({ ...place, token: gatewayToken });
}
