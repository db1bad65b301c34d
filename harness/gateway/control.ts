import net from 'node:net';

const answerTimeoutMs = 3_000;

/**
 * The harness's end of the preload's channel: every Node process of the instance that loaded the preload connects and
 * says its pid.
 */
export class Control {
	readonly path: string;
	readonly #sockets = new Map<number, net.Socket>();
	readonly #server: net.Server;

	private constructor(path: string, server: net.Server) {
		this.path = path;
		this.#server = server;
	}

	static async open(path: string): Promise<Control> {
		const server = net.createServer();
		const control = new Control(path, server);
		server.on('connection', (socket) => {
			socket.unref();
			socket.on('error', () => {});
			socket.once('data', (data) => {
				const pid = Number.parseInt(data.toString(), 10);
				if (Number.isSafeInteger(pid)) control.#sockets.set(pid, socket);
			});
		});
		server.unref();
		await new Promise<void>((resolve, reject) => {
			server.once('error', reject);
			server.listen(path, resolve);
		});
		return control;
	}

	/** Whether that process has loaded the preload. */
	knows(pid: number): boolean {
		return this.#sockets.has(pid);
	}

	/** Tells one process a word; its first answer, or null when there is none within 3 s. */
	async tell(pid: number, word: string): Promise<string | null> {
		const socket = this.#sockets.get(pid);
		if (socket === undefined) return null;
		return await new Promise((resolve) => {
			const timer = setTimeout(() => resolve(null), answerTimeoutMs);
			const settle = (answer: string | null) => {
				clearTimeout(timer);
				resolve(answer);
			};
			socket.once('data', (data) => settle(data.toString().trim()));
			socket.once('close', () => settle(null));
			socket.write(`${word}\n`);
		});
	}

	close(): void {
		for (const socket of this.#sockets.values()) socket.destroy();
		this.#server.close();
	}
}
