import type { Arena } from '../arena/arena.ts';
import { StoryEndedError } from '../arena/errors.ts';
import type { Instance } from './instance.ts';
import { clientMessages } from './messages.ts';
import { type OpenClient, openClient } from './open-client.ts';
import { HandshakeError } from './websocket.ts';

export interface ClientOptions {
	/** Upgrades and then reads nothing: it never answers a close frame. */
	readonly deaf?: boolean;
}

/** How long one handshake may take: the usual limit of servers for their side of it. */
const handshakeTimeoutMs = 10_000;
/** One client is in, so the gateway serves; who is told "busy" for longer than this meets its limit. */
const busyTimeoutMs = 1_000;

/** The harness's clients of one instance: WebSockets, or connections where the contract knows none. */
export class Clients {
	readonly #instance: Instance;
	readonly #open = new Map<string, OpenClient>();

	constructor(instance: Instance) {
		this.#instance = instance;
	}

	/** Number of clients that are still connected. */
	get count(): number {
		return this.#open.size;
	}

	/**
	 * Opens clients: the first alone, the others at once. A gateway that admits fewer (HTTP 429, 503) is a note in the
	 * record, not a failure: how many clients it serves is its own affair.
	 *
	 * @throws StoryEndedError when not one gets in, or when one fails for another reason.
	 */
	async connect(count: number, options: ClientOptions): Promise<void> {
		const { id } = this.#instance;
		const [first] = await Promise.allSettled([this.#connectOne(options)]);
		if (first?.status === 'rejected') throw new StoryEndedError(id, clientMessages.none(id, first.reason));
		const others = Array.from({ length: count - 1 }, () => this.#connectOne(options, busyTimeoutMs));
		const failures = (await Promise.allSettled(others)).flatMap((outcome) =>
			outcome.status === 'rejected' ? [outcome.reason] : [],
		);
		const unexpected = failures.find((error) => !(error instanceof HandshakeError && error.isRefusedAdmission));
		if (unexpected !== undefined) {
			throw new StoryEndedError(id, clientMessages.some(id, failures.length, count, unexpected));
		}
		if (failures.length === 0) return;
		const text = clientMessages.admitted(id, count - failures.length, count, failures[0]);
		this.#arena.recorder.add({ type: 'note', text });
	}

	/** Closes the clients that the harness opened. */
	disconnect(): void {
		for (const [client, socket] of this.#open) {
			const instance = this.#instance.id;
			this.#arena.recorder.add({ type: 'client-closed', client, instance, code: 1000, byHarness: true });
			socket.end();
		}
		this.#open.clear();
	}

	get #arena(): Arena {
		return this.#instance.arena;
	}

	async #connectOne({ deaf = false }: ClientOptions, busyMs = handshakeTimeoutMs): Promise<void> {
		const { id, port } = this.#instance;
		const address = this.#arena.connectAddress(this.#instance);
		const socket = await openClient(this.#instance, { timeoutMs: handshakeTimeoutMs, busyTimeoutMs: busyMs });
		const client = this.#arena.nextClientId();
		this.#open.set(client, socket);
		this.#arena.recorder.add({ type: 'client-opened', client, instance: id, address, port });
		socket.onClose((code) => {
			this.#open.delete(client);
			this.#arena.recorder.add({ type: 'client-closed', client, instance: id, code, byHarness: false });
		});
		if (deaf) socket.readNothing();
	}
}
