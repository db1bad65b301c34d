import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { ownExtension } from '../own-extension.ts';
import type { Arena } from './arena.ts';

/** Programs that can hold a port without being a gateway (fixtures/occupants). */
export type OccupantKind = 'tcp' | 'http' | 'websocket' | 'udp';

const startTimeoutMs = 20_000;
let count = 0;

/** Another program that holds a port. */
export class Occupant {
	readonly id: string;
	readonly #arena: Arena;
	readonly #address: string;
	readonly #port: number;
	readonly #child: ReturnType<typeof spawnOccupant>;

	private constructor(
		arena: Arena,
		id: string,
		address: string,
		port: number,
		child: ReturnType<typeof spawnOccupant>,
	) {
		this.#arena = arena;
		this.id = id;
		this.#address = address;
		this.#port = port;
		this.#child = child;
	}

	/** Starts it and waits until it says that it holds the port. */
	static async start(arena: Arena, kind: OccupantKind, address: string, port: number): Promise<Occupant> {
		count++;
		const child = spawnOccupant(arena, kind, address, port);
		const occupant = new Occupant(arena, `o${count}`, address, port, child);
		for await (const line of child.iterable({ from: 'all' })) {
			if (!line.startsWith('occupying ')) throw new Error(`The occupant "${kind}" on ${address}:${port} said: ${line}`);
			break;
		}
		const { id } = occupant;
		if (child.pid === undefined) throw new Error(`The occupant "${kind}" could not be started.`);
		arena.recorder.add({ type: 'occupant-started', occupant: id, kind, address, port, pid: child.pid });
		return occupant;
	}

	async stop(): Promise<void> {
		this.#child.kill('SIGKILL');
		await this.#child;
		this.#arena.recorder.add({
			type: 'occupant-stopped',
			occupant: this.id,
			address: this.#address,
			port: this.#port,
		});
	}
}

function spawnOccupant(arena: Arena, kind: OccupantKind, address: string, port: number) {
	const program = fileURLToPath(new URL(`../../fixtures/occupants/${kind}${ownExtension}`, import.meta.url));
	return execa(process.execPath, [program, '--host', address, '--port', String(port)], {
		env: { PATH: process.env.PATH ?? '', GATELOCK_OCCUPANT: arena.marker },
		extendEnv: false,
		reject: false,
		all: true,
		buffer: false,
		stdin: 'ignore',
		timeout: startTimeoutMs * 30,
	});
}
