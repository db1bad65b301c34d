import type { ChildProcess } from 'node:child_process';
import { execa } from 'execa';
import { programFile } from '../programs/program-file.ts';
import type { Arena } from './arena.ts';
import { dropArgs } from './wrapper.ts';

/** Programs that can hold a port without being a gateway (fixtures/occupants). */
export type OccupantKind =
	| 'tcp'
	| 'http'
	| 'websocket'
	| 'udp'
	/** Sends one byte a second. */
	| 'slow-http'
	/** Closes its own direction at once. */
	| 'half-open'
	/** Resets whoever connects. */
	| 'resetting'
	/** Listens on nothing: a client whose own local port it is. */
	| 'client'
	/** Listens on this port and the nine after it. */
	| 'ten-ports';

const startTimeoutMs = 20_000;
let count = 0;

/** Another program that holds a port. */
export class Occupant {
	readonly id: string;
	readonly pid: number;
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
		this.pid = child.pid ?? 0;
	}

	/** Starts it and waits until it says that it holds the port. */
	static async start(arena: Arena, kind: OccupantKind, address: string, port: number): Promise<Occupant> {
		count++;
		const child = spawnOccupant(arena, kind, address, port);
		const occupant = new Occupant(arena, `o${count}`, address, port, child);
		const line = await firstLine(child.nodeChildProcess);
		if (!line.startsWith('occupying ')) throw new Error(`The occupant "${kind}" on ${address}:${port} said: ${line}`);
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

/** What it says first, on either stream; or that it ended, or said nothing in time. */
function firstLine(child: ChildProcess): Promise<string> {
	return new Promise((resolve) => {
		const timer = setTimeout(() => resolve(`nothing within ${startTimeoutMs} ms`), startTimeoutMs);
		const settle = (text: string) => {
			clearTimeout(timer);
			resolve(text.split('\n')[0] ?? '');
		};
		child.stdout?.once('data', (data: Buffer) => settle(data.toString()));
		child.stderr?.once('data', (data: Buffer) => settle(data.toString()));
		child.once('exit', (code) => settle(`nothing, and ended with exit code ${code}`));
	});
}

function spawnOccupant(arena: Arena, kind: OccupantKind, address: string, port: number) {
	const program = programFile(`occupants/${kind}`);
	const { capabilities } = arena.context;
	// The rights of a gateway, so that a gateway may find out what holds its port.
	const rights = { enter: arena.sandbox === null ? null : [], ordinaryUser: false };
	const [file = '', ...args] = [
		...dropArgs({ ...rights, setpriv: capabilities.setpriv === null }),
		...[process.execPath, program, '--host', address, '--port', String(port)],
	];
	return execa(file, args, {
		env: { PATH: process.env.PATH ?? '', GATELOCK_OCCUPANT: arena.marker },
		extendEnv: false,
		reject: false,
		buffer: false,
		stdin: 'ignore',
		timeout: startTimeoutMs * 30,
	});
}
