import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { hashOf } from './fingerprint.ts';
import { type Judgement, judgementSchema, type Question } from './judgement.ts';
import type { Subject } from './subject.ts';

/** The oldest judgements of a store go when it holds more files than this. */
const mostFiles = 1_000;
/** More looks at one build than this say nothing new. */
const mostKept = 40;

const fileSchema = z.object({ schema: z.literal(1), judgements: z.array(judgementSchema) });

/**
 * What was judged already, one file for each build and question, so that a comparison that was interrupted goes on where
 * it was. Every write is whole: a reader sees the file before it or after it.
 */
export class JudgementStore {
	readonly folder: string;
	/** Part of every question: a newer kit judges anew. */
	readonly #kit: string;

	constructor(folder: string, kit: string) {
		this.folder = folder;
		this.#kit = kit;
	}

	/** What was said of this build, oldest first. A file that cannot be read counts as none. */
	read(subject: Subject, question: Question): Judgement[] {
		try {
			const stored = fileSchema.parse(JSON.parse(readFileSync(this.#file(subject, question), 'utf8')));
			return stored.judgements.filter((each) => !mayHeal(each));
		} catch {
			return [];
		}
	}

	/** Adds what was said last. */
	add(subject: Subject, question: Question, judgement: Judgement): void {
		mkdirSync(this.folder, { recursive: true });
		const file = this.#file(subject, question);
		const judgements = [...this.read(subject, question), judgement].slice(-mostKept);
		const partial = `${file}.${process.pid}`;
		writeFileSync(partial, `${JSON.stringify({ schema: 1, judgements })}\n`);
		renameSync(partial, file);
		this.#removeOldest();
	}

	/** Forgets what was said of this build. */
	forget(subject: Subject, question: Question): void {
		rmSync(this.#file(subject, question), { force: true });
	}

	/** Where the runs of this build keep their records. */
	runsOf(subject: Subject, question: Question): string {
		return path.join(this.folder, 'runs', this.#key(subject, question));
	}

	#file(subject: Subject, question: Question): string {
		return path.join(this.folder, `${this.#key(subject, question)}.json`);
	}

	/** The seed is no part of it: whoever resumes has another one. */
	#key(subject: Subject, { contract, scenarios, limits, repeat }: Question): string {
		const readable = subject.label.replaceAll(/[^A-Za-z0-9@._-]+/g, '_').slice(0, 60);
		const what = [subject.fingerprint, contract, [...scenarios].sort().join(), [...limits].sort().join()];
		return `${readable}-${hashOf(this.#kit, ...what, String(repeat))}`;
	}

	#removeOldest(): void {
		const names = readdirSync(this.folder).filter((name) => name.endsWith('.json'));
		if (names.length <= mostFiles) return;
		const aged = names.map((name) => ({ name, at: statSync(path.join(this.folder, name)).mtimeMs }));
		for (const { name } of aged.sort((a, b) => a.at - b.at).slice(0, names.length - mostFiles)) {
			rmSync(path.join(this.folder, name), { force: true });
			rmSync(path.join(this.folder, 'runs', name.slice(0, -'.json'.length)), { recursive: true, force: true });
		}
	}
}

/** A build that could not even be obtained may be had another time; what never starts never does. */
function mayHeal({ outcome, starts }: Judgement): boolean {
	return outcome.kind === 'unusable' && outcome.code !== null && starts === 0;
}
