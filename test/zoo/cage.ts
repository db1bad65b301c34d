import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { type Job, type JobContext, type Measured, measuredSchema, type ObservedGateway } from './job.ts';
import { type CageLine, cageLineSchema, type Observation } from './observation.ts';

const program = fileURLToPath(new URL('cage-main.ts', import.meta.url));
/** Half a dozen starts, on a machine that may be busy. */
const measureTimeoutMs = 300_000;
/** Of what a cage prints to its stderr, this much is shown. */
const shownCharacters = 500;

/**
 * Measures the gateway of the context by itself.
 *
 * @throws Error when it cannot be measured.
 */
export async function measureInCage(context: JobContext): Promise<Measured> {
	const output = path.join(context.runFolder, 'measured.json');
	mkdirSync(context.runFolder, { recursive: true });
	const cage = startCage(
		{ kind: 'measure', context, output },
		{ folder: context.runFolder, timeoutMs: measureTimeoutMs },
	);
	const complaint = await complaintOf(cage, measureTimeoutMs);
	if (!existsSync(output)) throw new Error(`The reference gateway could not be measured: ${complaint ?? 'no result'}`);
	return measuredSchema.parse(JSON.parse(readFileSync(output, 'utf8')));
}

/** A cage at work on its gateways, one after the other. */
export interface ObservingCage {
	/** What was observed on a gateway, when its turn is over or the cage has ended. */
	observation(gateway: string): Promise<Observation>;
	/** Kills the cage and everything in it. */
	end(): Promise<void>;
}

/** Runs scenarios on gateways; after `timeoutMs` the cage is killed with everything in it. */
export function observeInCage(
	gateways: readonly ObservedGateway[],
	options: { readonly folder: string; readonly timeoutMs: number },
): ObservingCage {
	for (const { context } of gateways) {
		rmSync(context.runFolder, { recursive: true, force: true });
		mkdirSync(path.join(context.runFolder, 'cases'), { recursive: true });
	}
	const turns = new Map(gateways.map(({ context }) => [context.gateway.text, new Turn()]));
	const cage = startCage({ kind: 'observe', gateways: [...gateways] }, options);
	const output = cage.nodeChildProcess.stdout;
	if (output === null) throw new TypeError('The output of a cage is a pipe.');
	createInterface({ input: output }).on('line', (text) => {
		const line = cageLineSchema.parse(JSON.parse(text));
		turns.get(line.gateway)?.add(line);
	});
	void complaintOf(cage, options.timeoutMs).then((complaint) => {
		for (const turn of turns.values()) turn.end(complaint ?? 'the cage ended before all its cases were run');
	});
	return {
		async observation(gateway) {
			const turn = turns.get(gateway);
			if (turn === undefined) throw new RangeError(`${gateway} is not in this cage.`);
			return await turn.observation;
		},
		async end() {
			cage.kill('SIGKILL');
			await cage;
		},
	};
}

/** One gateway in a cage. */
class Turn {
	readonly #cases: Observation['cases'][number][] = [];
	readonly #errors: string[] = [];
	readonly #settled = Promise.withResolvers<Observation>();
	readonly #startedAt = performance.now();

	get observation(): Promise<Observation> {
		return this.#settled.promise;
	}

	add(line: CageLine): void {
		if (line.type === 'case') this.#cases.push(line.case);
		else if (line.type === 'error') this.#errors.push(line.reason);
		else this.#settle(true, line.durationMs);
	}

	/** The cage is gone. After the last line of the gateway this changes nothing. */
	end(reason: string): void {
		this.#errors.push(reason);
		this.#settle(false, performance.now() - this.#startedAt);
	}

	#settle(isComplete: boolean, durationMs: number): void {
		this.#settled.resolve({ cases: [...this.#cases], errors: [...this.#errors], isComplete, durationMs });
	}
}

function startCage(job: Job, { folder, timeoutMs }: { readonly folder: string; readonly timeoutMs: number }) {
	mkdirSync(folder, { recursive: true });
	const jobFile = path.join(folder, 'job.json');
	writeFileSync(jobFile, JSON.stringify(job));
	// Of the outside nothing is killed but its shadow: the kernel then ends the namespaces and everything in them.
	return execa(process.execPath, [program, jobFile], {
		stdin: 'ignore',
		reject: false,
		timeout: timeoutMs,
		killSignal: 'SIGKILL',
	});
}

/** @returns What went wrong, or null. */
async function complaintOf(cage: ReturnType<typeof startCage>, timeoutMs: number): Promise<string | null> {
	const { timedOut, exitCode, signal, stderr } = await cage;
	if (timedOut) return `ended after ${timeoutMs / 1000} s, before all its cases were run`;
	if (exitCode === 0) return null;
	return `the cage ended with ${signal ?? `exit code ${exitCode}`}: ${stderr.slice(-shownCharacters)}`;
}
