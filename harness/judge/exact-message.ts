import { stripVTControlCharacters } from 'node:util';
import { alignNearest } from './alignment.ts';

/** What must stand in some line: the message as a whole, and after it nothing, or a cause of the gateway's own. */
export interface ExpectedMessage {
	readonly text: string;
	readonly thenCause: boolean;
	/** Regular expression for what else may stand after it, to the end of the line. */
	readonly mayFollow?: string | undefined;
}

export interface NearestText {
	/** Index of the line. */
	readonly line: number;
	/** The part of the line that was meant to be the message, to its end. */
	readonly text: string;
	/** Edits between message and text, without what is appended. */
	readonly edits: number;
}

/** Index of the first line that says exactly the message, else undefined. */
export function findExactLine(lines: readonly string[], expected: ExpectedMessage): number | undefined {
	const hint = longestPiece(expected.text);
	const index = lines.findIndex((line) => {
		if (!mayContain(plainLine(line), hint)) return false;
		return segmentsOf(line).some((segment) => endsWithMessage(segment, expected));
	});
	return index === -1 ? undefined : index;
}

/**
 * The line that comes nearest to the message, the later one of two equals; undefined when nothing was printed. Lines
 * without any word of the message count only as last words.
 */
export function findNearestText(lines: readonly string[], expected: ExpectedMessage): NearestText | undefined {
	const pattern = expected.text.trimEnd();
	const words = pattern
		.toLowerCase()
		.split(/[^a-z]+/)
		.filter((word) => word.length > 3);
	let nearest: NearestText | undefined;
	const first = Math.max(0, lines.length - maxLinesCompared);
	for (const [offset, line] of lines.slice(first).entries()) {
		for (const segment of segmentsOf(line)) {
			const text = segment.slice(0, maxCharactersCompared).trim();
			if (text === '') continue;
			const lower = text.toLowerCase();
			const { start, edits } = words.some((word) => lower.includes(word))
				? alignNearest(pattern, text)
				: { start: 0, edits: pattern.length };
			const isNear = edits <= pattern.length / 2;
			if (nearest === undefined || edits <= nearest.edits) {
				nearest = { line: first + offset, text: isNear ? text.slice(start) : text, edits };
			}
		}
	}
	return nearest;
}

/** Enough for the last words of any loser; a hostile one prints millions of lines. */
const maxLinesCompared = 200;
const maxCharactersCompared = 600;
const maxCharactersSearched = 65_536;

/** A line without ANSI and other control codes. */
export function plainLine(line: string): string {
	return stripVTControlCharacters(line.slice(0, maxCharactersSearched)).replaceAll(
		/[\u0000-\u0008\u000b-\u001f\u007f]/g,
		'',
	);
}

/** The texts in a line in which a message may stand: the string values of a JSON log record, else the line. */
export function segmentsOf(line: string): string[] {
	const plain = plainLine(line);
	const record = jsonRecordIn(plain);
	if (record === undefined) return [plain.replaceAll('\\/', '/')];
	const values: string[] = [];
	collectStrings(record.value, values, 0);
	const segments = values.flatMap((value) => value.split('\n')).map(plainLine);
	return record.hasTextBefore ? [plain, ...segments] : segments;
}

function jsonRecordIn(line: string): { readonly value: object; readonly hasTextBefore: boolean } | undefined {
	const start = line.search(/[{[]\s*["{[]/);
	if (start === -1) return undefined;
	try {
		const value: unknown = JSON.parse(line.slice(start));
		if (typeof value !== 'object' || value === null) return undefined;
		return { value, hasTextBefore: line.slice(0, start).trim() !== '' };
	} catch {
		return undefined;
	}
}

const maxDepth = 8;

function collectStrings(value: unknown, into: string[], depth: number): void {
	if (typeof value === 'string') into.push(value);
	else if (typeof value === 'object' && value !== null && depth < maxDepth) {
		for (const each of Object.values(value)) collectStrings(each, into, depth + 1);
	}
}

/** The longest part of a message that no JSON encoder changes. */
function longestPiece(text: string): string {
	return text.split(/[/"\\]/).reduce((longest, piece) => (piece.length > longest.length ? piece : longest), '');
}

/** Spares most lines the search; an escaped character may hide the hint. */
function mayContain(line: string, hint: string): boolean {
	return line.includes(hint) || line.includes(String.raw`\u`);
}

function endsWithMessage(segment: string, expected: ExpectedMessage): boolean {
	for (let at = segment.indexOf(expected.text); at !== -1; at = segment.indexOf(expected.text, at + 1)) {
		const rest = segment.slice(at + expected.text.length);
		if (expected.thenCause ? hasCause(rest) : onlyCloses(rest) || mayFollow(rest, expected)) return true;
	}
	return false;
}

/** Quotes, brackets and braces that close what was opened before the message; a comma may follow a closing quote. */
function onlyCloses(rest: string): boolean {
	return /^\s*(?:["'`”’»)\]}>],?\s*)*$/.test(rest);
}

function mayFollow(rest: string, { mayFollow: pattern }: ExpectedMessage): boolean {
	return pattern !== undefined && new RegExp(`^(?:${pattern})\\s*$`).test(rest);
}

function hasCause(rest: string): boolean {
	return /[\p{L}\p{N}]/u.test(rest);
}
