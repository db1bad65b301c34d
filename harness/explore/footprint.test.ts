import { expect, test } from 'vitest';
import { appendingCalls } from './appending.ts';
import { footprintOf, isDependent, placesOf } from './footprint.ts';

type Told = [name: string, relevance: 'files' | 'kernel' | 'look', place?: string, flags?: string];

function calls(...told: Told[]) {
	return appendingCalls(
		told.map(([name, relevance, place, flags = '']) => {
			return { name, relevance, paths: place === undefined ? [] : [place], line: `620 1.5 ${name}(${flags}) = 3` };
		}),
	);
}

/** Which calls of the one make a difference beside the other one. */
function dependent(one: Told[], other: Told[]): string[] {
	const places = placesOf(footprintOf(calls(...other)));
	return calls(...one).flatMap((call) => (isDependent(call, places) ? call.name : []));
}

const log = 'tmp/gateway.log';
const append: Told[] = [
	['statx', 'look', log],
	['openat', 'files', log, 'O_WRONLY|O_CREAT|O_APPEND'],
	['write', 'files', log],
	['close', 'kernel', log],
];

test('a log is nobody’s business but that of who reads it', () => {
	expect(dependent(append, append)).toEqual([]);
	expect(dependent(append, [['openat', 'look', log, 'O_RDONLY']])).toEqual(['openat', 'write']);
	expect(dependent(append, [['access', 'look', log]])).toEqual(['openat', 'write']);
	// Who reads what it appends to takes it for more than a log, and so does who makes it exclusively.
	const asked: Told[] = [['access', 'look', log], ...append];
	expect(dependent(asked, append)).toEqual(['access', 'statx', 'openat', 'write']);
	const exclusive: Told[] = [['openat', 'files', log, 'O_WRONLY|O_CREAT|O_EXCL|O_APPEND']];
	expect(dependent(exclusive, exclusive)).toEqual(['openat']);
});

test('a folder that gets another name takes everything with it', () => {
	const move: Told[] = [['rename', 'files', 'home/state']];
	const look: Told[] = [['access', 'look', 'home/state/deep/lock']];
	expect(dependent(move, look)).toEqual(['rename']);
	expect(dependent(look, move)).toEqual(['access']);
	expect(dependent([['rename', 'files', 'home/stat']], look)).toEqual([]);
});

test('who is refused a port has learned who listens', () => {
	expect(dependent([['listen', 'kernel']], [['bind', 'look']])).toEqual(['listen']);
	expect(dependent([['openat', 'look']], [['bind', 'kernel']])).toEqual(['openat']);
	expect(dependent([['bind', 'look']], [['connect', 'look']])).toEqual([]);
});
