/** Longest line that is kept; the rest of it is read and dropped. */
export const maxLineBytes = 64 * 1024;

export interface OutputLine {
	readonly line: string;
	readonly truncated: boolean;
}

/**
 * Cuts a stream of bytes into lines with bounded memory. Bytes that are no UTF-8 become U+FFFD; nothing else is
 * changed, so NULs and control codes reach the timeline as they were printed.
 */
export class LineSplitter {
	#pending: Buffer[] = [];
	#pendingBytes = 0;
	#dropped = false;

	/** Takes a chunk, returns the lines that it completes. */
	push(chunk: Buffer): OutputLine[] {
		const lines: OutputLine[] = [];
		let rest = chunk;
		for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
			this.#keep(rest.subarray(0, end));
			lines.push(this.#take());
			rest = rest.subarray(end + 1);
		}
		this.#keep(rest);
		return lines;
	}

	/** The last line when it had no newline. */
	end(): OutputLine[] {
		return this.#pendingBytes > 0 ? [this.#take()] : [];
	}

	#keep(bytes: Buffer): void {
		const room = maxLineBytes - this.#pendingBytes;
		if (bytes.length > room) this.#dropped = true;
		if (room <= 0 || bytes.length === 0) return;
		// A copy: a slice would keep the whole chunk alive.
		const kept = Buffer.from(bytes.subarray(0, room));
		this.#pending.push(kept);
		this.#pendingBytes += kept.length;
	}

	#take(): OutputLine {
		const line = Buffer.concat(this.#pending).toString('utf8').replace(/\r$/, '');
		const truncated = this.#dropped;
		this.#pending = [];
		this.#pendingBytes = 0;
		this.#dropped = false;
		return { line, truncated };
	}
}

/** Lines kept from the start of a stream, and from its end; between them a flood is dropped. */
const keptFirst = 2_000;
const keptLast = 300;
const keptFirstBytes = 1024 * 1024;
const keptLastBytes = 256 * 1024;

/** Keeps the head and the tail of one stream. */
export class BoundedOutput<T extends OutputLine> {
	#first = 0;
	#firstBytes = 0;
	#tail: T[] = [];
	#tailBytes = 0;
	#droppedLines = 0;

	/** Returns true when the line belongs to the head and is to be recorded now; else it is held for `tail`. */
	admit(line: T): boolean {
		if (this.#first < keptFirst && this.#firstBytes + line.line.length <= keptFirstBytes) {
			this.#first++;
			this.#firstBytes += line.line.length;
			return true;
		}
		this.#tail.push(line);
		this.#tailBytes += line.line.length;
		while (this.#tail.length > keptLast || (this.#tailBytes > keptLastBytes && this.#tail.length > 1)) {
			this.#tailBytes -= this.#tail.shift()?.line.length ?? 0;
			this.#droppedLines++;
		}
		return false;
	}

	/** The held lines, and how many were dropped before them. */
	tail(): { lines: T[]; droppedLines: number } {
		const held = { lines: this.#tail, droppedLines: this.#droppedLines };
		this.#tail = [];
		this.#tailBytes = 0;
		this.#droppedLines = 0;
		return held;
	}
}
