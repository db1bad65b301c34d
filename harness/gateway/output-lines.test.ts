import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BoundedOutput, LineSplitter, maxLineBytes, type OutputLine } from './output-lines.ts';

test.each<[string, string | Buffer, string[]]>([
	['lines', 'one\ntwo\n', ['one', 'two']],
	['a last line without newline', 'one\ntwo', ['one', 'two']],
	['empty lines', '\n\nx\n', ['', '', 'x']],
	['CRLF', 'one\r\ntwo\r\n', ['one', 'two']],
	['a carriage return within a line', 'a\rb\n', ['a\rb']],
	['NULs and control codes', '\u0000\u001b[31mred\u0007\n', ['\u0000\u001b[31mred\u0007']],
	['other line separators', 'a\u2028b\u0085c\n', ['a\u2028b\u0085c']],
	['invalid UTF-8', Buffer.from([0xff, 0x41, 0xc3, 0x0a, 0x42]), ['\uFFFDA\uFFFD', 'B']],
	['nothing', '', []],
])('%s', (_, text, lines) => {
	expect(split([Buffer.from(text)])).toEqual(lines.map((line) => ({ line, truncated: false })));
});

test('wherever the stream is cut into chunks, the lines are the same', () => {
	const byte = fc.oneof({ weight: 1, arbitrary: fc.constantFrom(10, 13, 0, 0xc3, 0xa9, 0xff) }, fc.nat(255));
	const stream = fc
		.uint8Array({ maxLength: 400 })
		.chain((plain) => fc.array(byte, { maxLength: 400 }).map((bytes) => Buffer.from([...plain, ...bytes])));
	fc.assert(
		fc.property(stream, fc.array(fc.nat(800), { maxLength: 12 }), (bytes, cuts) => {
			expect(split(chunksOf(bytes, cuts))).toEqual(split([bytes]));
		}),
	);
});

test('the same holds around the bound of a line', () => {
	const line = fc
		.tuple(fc.integer({ min: -3, max: 3 }), fc.constantFrom('\n', '\r\n', ''))
		.map(([more, end]) => Buffer.from(`${'é'.repeat(maxLineBytes / 2 - 2)}${'x'.repeat(4 + more)}${end}`));
	fc.assert(
		fc.property(fc.array(line, { maxLength: 3 }), fc.array(fc.nat(200_000), { maxLength: 8 }), (lines, cuts) => {
			const bytes = Buffer.concat(lines);
			expect(split(chunksOf(bytes, cuts))).toEqual(split([bytes]));
		}),
		{ numRuns: 30 },
	);
});

test('a line of exactly the bound is whole, one byte more is not', () => {
	const whole = 'x'.repeat(maxLineBytes);
	expect(split([Buffer.from(`${whole}\n${whole}y\nz`)])).toEqual([
		{ line: whole, truncated: false },
		{ line: whole, truncated: true },
		{ line: 'z', truncated: false },
	]);
});

test('100 MB without a newline stay within the bound, in memory too', () => {
	const splitter = new LineSplitter();
	const chunk = Buffer.alloc(1_000_000, 'x');
	splitter.push(chunk);
	const before = process.memoryUsage().arrayBuffers;
	for (let i = 1; i < 100; i++) expect(splitter.push(chunk)).toEqual([]);
	expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
	expect(splitter.push(Buffer.from('\nnext\n'))).toEqual([
		{ line: 'x'.repeat(maxLineBytes), truncated: true },
		{ line: 'next', truncated: false },
	]);
	expect(splitter.end()).toEqual([]);
});

test('of a flood of lines the head and the tail are kept', () => {
	const output = new BoundedOutput<OutputLine>();
	const admitted = Array.from({ length: 10_000 }, (_, i) => output.admit(lineOf(`line ${i}`)));
	expect(admitted.lastIndexOf(true)).toBe(1_999);
	expect(admitted.filter(Boolean)).toHaveLength(2_000);
	const { lines, droppedLines } = output.tail();
	expect({ droppedLines, count: lines.length, first: lines[0], last: lines.at(-1) }).toEqual({
		droppedLines: 7_700,
		count: 300,
		first: lineOf('line 9700'),
		last: lineOf('line 9999'),
	});
	expect(output.tail()).toEqual({ lines: [], droppedLines: 0 });
});

test('long lines are bounded by their sum: the last one is always kept', () => {
	const output = new BoundedOutput<OutputLine>();
	const long = lineOf('x'.repeat(maxLineBytes));
	const admitted = Array.from({ length: 100 }, () => output.admit(long)).filter(Boolean).length;
	const { lines, droppedLines } = output.tail();
	expect({ admitted, held: lines.length, droppedLines }).toEqual({ admitted: 16, held: 4, droppedLines: 80 });
});

test('no line is lost without being counted', () => {
	fc.assert(
		fc.property(fc.array(fc.integer({ min: 0, max: 60_000 }), { maxLength: 60 }), (sizes) => {
			const output = new BoundedOutput<OutputLine>();
			const head = sizes.filter((size) => output.admit(lineOf('x'.repeat(size)))).length;
			const { lines, droppedLines } = output.tail();
			expect(head + lines.length + droppedLines).toBe(sizes.length);
		}),
	);
});

function split(chunks: readonly Buffer[]): OutputLine[] {
	const splitter = new LineSplitter();
	return [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.end()];
}

function chunksOf(bytes: Buffer, cuts: readonly number[]): Buffer[] {
	const at = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
	return at.slice(1).map((end, i) => bytes.subarray(at[i], end));
}

function lineOf(line: string): OutputLine {
	return { line, truncated: false };
}
