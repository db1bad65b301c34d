import { styleText } from 'node:util';
import { bounded, visible } from './visible.ts';

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow';

/** A piece of text in one style. Its text may be anything, also what a gateway printed. */
export interface Span {
	readonly text: string;
	readonly style?: Style;
}

/** How the reader's terminal wants its text. The caller decides on colour (NO_COLOR, a pipe). */
export interface Look {
	readonly color: boolean;
	readonly columns: number;
}

/** Below this a clause table has no room; a narrower terminal wraps by itself. */
const minColumns = 40;
/** No field that a report prints is longer; what follows stands in the timeline. */
const maxSpanChars = 1000;
/** Commands and paths are copied, so they are cut only when they are absurd. */
const maxVerbatimChars = 8000;

/**
 * One paragraph, wrapped at the look's columns. `label` stands before the first line; the others are indented by its
 * width. Every text becomes visible here, so that nothing foreign reaches the terminal raw.
 */
export function paragraph(spans: readonly Span[], label: Span, look: Look): string[] {
	const head = charactersOf([label]);
	const indent = widthOf(head);
	const room = Math.max(Math.max(look.columns, minColumns) - indent, 1);
	return wrap(charactersOf(spans), room).map((line, index) =>
		paint(index === 0 ? [...head, ...line] : [{ char: ' '.repeat(indent), width: indent }, ...line], look).trimEnd(),
	);
}

/** One line that is never wrapped or broken, because people copy it: a command, a path. */
export function verbatim(text: string, label: Span, look: Look): string {
	return paint([...charactersOf([label]), ...charactersOf([{ text }], maxVerbatimChars)], look).trimEnd();
}

/** One line, cut at the look's columns. */
export function oneLine(spans: readonly Span[], look: Look): string {
	const characters = charactersOf(spans);
	const columns = Math.max(look.columns, 1);
	if (widthOf(characters) <= columns) return paint(characters, look).trimEnd();
	const kept: Character[] = [];
	let width = 1;
	for (const character of characters) {
		width += character.width;
		if (width > columns) break;
		kept.push(character);
	}
	return `${paint(kept, look)}…`;
}

/** Pads to a column's width. For names of the harness's own; foreign text goes into the last column. */
export function column(text: string, width: number): string {
	return text.padEnd(width);
}

interface Character {
	readonly char: string;
	readonly width: number;
	readonly style?: Style | undefined;
}

function charactersOf(spans: readonly Span[], maxChars = maxSpanChars): Character[] {
	return spans.flatMap(({ text, style }) =>
		Array.from(visible(bounded(text, maxChars)), (char) => ({ char, width: widthOfChar(char), style })),
	);
}

function widthOf(characters: readonly Character[]): number {
	return characters.reduce((sum, { width }) => sum + width, 0);
}

const wide =
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/u;
const combining = /\p{M}/u;

function widthOfChar(char: string): number {
	if (combining.test(char)) return 0;
	return wide.test(char) ? 2 : 1;
}

function wrap(characters: readonly Character[], room: number): Character[][] {
	const lines: Character[][] = [];
	let line: Character[] = [];
	let width = 0;
	for (const character of characters) {
		if (width + character.width > room && line.length > 0) {
			const space = character.char === ' ' ? line.length : line.findLastIndex(({ char }) => char === ' ');
			const isWordTooLong = space <= 0;
			lines.push(isWordTooLong ? line : line.slice(0, space));
			line = isWordTooLong ? [] : line.slice(space + 1);
			width = widthOf(line);
			if (character.char === ' ' && line.length === 0) continue;
		}
		line.push(character);
		width += character.width;
	}
	return [...lines, line];
}

function paint(characters: readonly Character[], look: Look): string {
	const runs: { text: string; style: Style | undefined }[] = [];
	for (const { char, style } of characters) {
		const last = runs.at(-1);
		if (last && last.style === style) last.text += char;
		else runs.push({ text: char, style });
	}
	return runs
		.map(({ text, style }) => (look.color && style ? styleText(style, text, { validateStream: false }) : text))
		.join('');
}
