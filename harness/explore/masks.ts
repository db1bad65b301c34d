/** What may stand in files, and in their names, without making one crash state differ from another. */
export interface MaskSubject {
	/** Pids of the processes that made the state. */
	readonly pids: readonly number[];
	/** When those processes started, in clock ticks since boot: some locks hold it beside the pid. */
	readonly startTicks: readonly number[];
	/** When the state was taken, in milliseconds since 1970; a time after that is no time at which something was written. */
	readonly takenAtMs?: number | undefined;
}

interface Mask {
	readonly name: string;
	readonly what: string;
	apply(text: string, subject: MaskSubject): string;
}

const masks: readonly Mask[] = [
	{
		name: '<id>',
		what: 'UUIDs',
		apply: (text) => text.replaceAll(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, '<id>'),
	},
	{
		name: '<time>',
		what: 'dates with times (ISO 8601), and seconds, milliseconds or nanoseconds since 1970 between 2001 and 2286; <time to come> those of them that were more than a second ahead',
		apply: (text, { takenAtMs }) =>
			text
				.replaceAll(/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?/g, (date) =>
					timeAt(Date.parse(date.replace(',', '.')), takenAtMs),
				)
				.replaceAll(/(?<![\w.])([1-9]\d{9})(\d{3}|\d{6}|\d{9})?(?:\.\d+)?(?![\w])/g, (_, s: string, rest?: string) =>
					timeAt(Number(`${s}.${rest ?? 0}`) * 1000, takenAtMs),
				)
				.replaceAll(/\b\d\d:\d\d:\d\d(?:[.,]\d+)?\b/g, '<time>'),
	},
	{
		name: '<pid>',
		what: 'pids of the processes that were killed',
		apply: (text, { pids }) => maskNumbers(text, pids, '<pid>'),
	},
	{
		name: '<start>',
		what: 'the times, in clock ticks, at which those processes started',
		apply: (text, { startTicks }) => maskNumbers(text, startTicks, '<start>'),
	},
	{
		name: '<random>',
		what: 'hexadecimal words of 12 digits and more, with at least a letter and a figure; random suffixes of temporary files and folders',
		apply: (text) =>
			text
				.replaceAll(/(?<![0-9a-z])(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)[0-9a-f]{12,}(?![0-9a-z])/gi, '<random>')
				.replaceAll(/(?<=\b(?:tmp|temp)[.\-_])[0-9a-z]{6,}\b/gi, '<random>')
				// mkdtemp gives six characters of any kind; a word of that length has no figure, and no capital behind a small letter.
				.replaceAll(/(?<=[\w.]-)(?=\d*[A-Za-z])(?=\w*(?:\d|[a-z][A-Z]))[0-9A-Za-z]{6}(?=\/|$|["'\s])/g, '<random>'),
	},
];

/** No clock of a file system is ahead by so much: somebody wrote of a time to come. */
export const aheadMs = 1_000;

function timeAt(ms: number, takenAtMs: number | undefined): string {
	return takenAtMs !== undefined && ms > takenAtMs + aheadMs ? '<time to come>' : '<time>';
}

/** Whether a text has a mask in the place of something. Pure. */
export function hasMask(text: string): boolean {
	return masks.some(({ name }) => text.includes(name)) || text.includes('<time to come>');
}

/** For reports: what each mask stands for. */
export const maskList: readonly { readonly name: string; readonly what: string }[] = [
	...masks.map(({ name, what }) => ({ name, what })),
	{
		name: '<database>',
		what: 'the bytes of SQLite databases, journals and logs: compared are schema and rows after the recovery that SQLite begins with, and whether each file is there, empty, or begun',
	},
];

/** The text with everything masked that differs between two runs of the same program. Pure. */
export function masked(text: string, subject: MaskSubject): string {
	return masks.reduce((left, mask) => mask.apply(left, subject), text);
}

function maskNumbers(text: string, numbers: readonly number[], name: string): string {
	if (numbers.length === 0) return text;
	// Whole numbers only: 620 in 16205 is no pid.
	return text.replaceAll(/\d+/g, (digits) => (numbers.includes(Number(digits)) ? name : digits));
}
