import { closeSync, openSync, readSync } from 'node:fs';

/** Longer than any record that is read in one piece. */
const buffer = Buffer.allocUnsafe(4_096);

/**
 * A file of `/proc` that is read again and again. It is opened once, since opening costs several times what reading does;
 * each read from the beginning makes the kernel write it anew. What is about a process stays about that very one: when its
 * pid belongs to another, nothing can be read any more.
 */
export class ProcFile {
	readonly #path: string;
	#descriptor: number | null = null;

	constructor(path: string) {
		this.#path = path;
	}

	/** What stands in it now, if that is a short text; null when there is no such file, or what it is about is gone. */
	read(): string | null {
		const count = this.#fill(buffer.length, 0);
		return count === null ? null : buffer.toString('utf8', 0, count);
	}

	/**
	 * What stands in it now, from its beginning until it is enough.
	 *
	 * @param pieceBytes How much is asked for at once. Less than a page: then a shorter answer is the end of a table, and
	 * the kernel need not walk to it a second time (`seq_read_iter` in fs/seq_file.c).
	 */
	readUntil(isEnough: (text: string) => boolean, pieceBytes: number): string | null {
		let text = '';
		for (let position = 0; ; ) {
			const count = this.#fill(pieceBytes, position);
			if (count === null) return null;
			text += buffer.toString('latin1', 0, count);
			position += count;
			if (count < pieceBytes || isEnough(text)) return text;
		}
	}

	close(): void {
		if (this.#descriptor !== null) closeSync(this.#descriptor);
		this.#descriptor = null;
	}

	#fill(bytes: number, position: number): number | null {
		try {
			this.#descriptor ??= openSync(this.#path, 'r');
			return readSync(this.#descriptor, buffer, 0, bytes, position);
		} catch {
			this.close();
			return null;
		}
	}
}
