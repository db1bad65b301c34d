import type { Instance } from '../gateway/instance.ts';
import type { LaunchOptions } from '../gateway/launch.ts';
import type { Arena } from './arena.ts';

/** When a supervisor starts its program again; `never-on-78`, like systemd's RestartPreventExitStatus=78, knows a refusal. */
export type RestartRule = 'always' | 'on-failure' | 'never-on-78';

export interface SuperviseOptions extends LaunchOptions {
	readonly restart: RestartRule;
	/** Between an exit and the next start; 0 is what a container runtime or launchd may do. */
	readonly delayMs?: number;
	/** Starts in all, the first one included; then it gives up, as systemd does after StartLimitBurst (5). */
	readonly maxStarts?: number;
}

/** A small supervisor: starts a gateway, waits for its end, and decides by its exit status whether to start it again. */
export class Supervisor {
	readonly starts: Instance[] = [];
	readonly #arena: Arena;
	readonly #options: SuperviseOptions;
	#stopped = false;
	#ended = false;
	#settled: Instance | null = null;
	#running: Promise<void> = Promise.resolve();

	constructor(arena: Arena, options: SuperviseOptions) {
		this.#arena = arena;
		this.#options = options;
	}

	/** The start that it looks after now. */
	get current(): Instance {
		const last = this.starts.at(-1);
		if (last === undefined) throw new Error('The supervisor has started nothing yet: await supervise(…) first.');
		return last;
	}

	/** Starts the gateway for the first time, waits for what comes of it, and goes on by itself. */
	async begin(): Promise<void> {
		await this.#start();
		this.#running = this.#loop().finally(() => {
			this.#ended = true;
		});
	}

	/** Waits until its gateway was started so many times in all, and for what came of the last; or until it gave up. */
	async started(count: number, timeoutMs = 60_000): Promise<void> {
		await this.#until(() => this.starts.length >= count && this.current === this.#settled, timeoutMs);
	}

	/** Waits until its gateway serves, or until it restarts nothing any more. */
	async rest(timeoutMs = 60_000): Promise<void> {
		await this.#until(() => this.current === this.#settled && this.current.listening, timeoutMs);
	}

	/** Restarts nothing any more; what runs goes on. */
	async stop(): Promise<void> {
		this.#stopped = true;
		await this.#running;
	}

	async #until(condition: () => boolean, timeoutMs: number): Promise<void> {
		const last = this.starts.at(-1);
		const expired = this.#arena.expiry(timeoutMs, last);
		// A start that hangs is restarted by nobody, so only a port that is free now could change something.
		const hangsOn = this.#arena.expiry(this.#arena.limitMs('binds-at-startup'), last);
		await this.#arena.watcher.until(
			() => condition() || this.#ended,
			() => expired() || (this.#isHanging && hangsOn()),
		);
	}

	/** Its start neither ended nor came to listen within its limit. */
	get #isHanging(): boolean {
		const { current } = this;
		return current === this.#settled && !current.gone && !current.listening;
	}

	async #start(): Promise<void> {
		const instance = await this.#arena.launch(this.#options);
		this.starts.push(instance);
		await this.#arena.finishStart(instance);
		this.#settled = instance;
	}

	async #loop(): Promise<void> {
		const { delayMs = 0, maxStarts = 5 } = this.#options;
		while (this.starts.length < maxStarts) {
			const { current } = this;
			await this.#arena.watcher.until(
				() => current.gone || this.#stopped,
				() => false,
			);
			if (this.#stopped || !restarts(this.#options.restart, current)) return;
			if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
			if (!this.#stopped) await this.#start();
		}
	}
}

/** Puts a gateway under a supervisor and waits for what comes of its first start. */
export async function supervise(arena: Arena, options: SuperviseOptions): Promise<Supervisor> {
	const supervisor = new Supervisor(arena, options);
	await supervisor.begin();
	return supervisor;
}

function restarts(rule: RestartRule, { exit }: Instance): boolean {
	if (rule === 'always') return true;
	if (exit?.code === 0) return false;
	return rule === 'on-failure' || exit?.code !== 78;
}
