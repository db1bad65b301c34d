import { expect, test } from 'vitest';
import {
	type Aspect,
	agreeOn,
	type CrashState,
	cleanState,
	isSameBut,
	maskedReadSet,
	renderState,
	type StateEntry,
	stateKey,
} from './crash-state.ts';

function file(path: string, text: string, more: Partial<StateEntry> = {}): StateEntry {
	return { path, kind: 'file', mode: 0o644, sizeBytes: text.length, ageMs: 5, hash: `hash of ${text}`, text, ...more };
}

function state(pid: number, entries: StateEntry[], removed: string[] = []): CrashState {
	return { entries, removed, pids: [pid], startTicks: [pid * 100] };
}

const read = (...places: [string, Aspect][]) => new Map(places.map(([place, aspect]) => [place, new Set([aspect])]));

test('states are equal when they differ in pids, times and random ids only', () => {
	const one = state(620, [file('home/x.lock', '620 2026-01-01T10:00:00Z'), file('home/620.tmp', '')]);
	const other = state(77, [file('home/77.tmp', '', { ageMs: 900 }), file('home/x.lock', '77 2026-01-02T10:00:00Z')]);
	expect(stateKey(one)).toBe(stateKey(other));
	expect(stateKey(one)).not.toBe(stateKey(state(620, [file('home/x.lock', '')])));
	expect(stateKey(one)).not.toBe(stateKey({ ...one, removed: ['home/config'] }));
	expect(stateKey(one)).not.toBe(stateKey({ ...one, entries: one.entries.map((each) => ({ ...each, mode: 0 })) }));
	expect(stateKey(state(620, [file('a', '620')]))).not.toBe(stateKey(state(77, [file('a', '620')])));
});

test('a file that is dated to the future is another one than the same file with a time of the past', () => {
	const dated = (ageMs: number) => state(620, [file('home/x.lock', '', { ageMs })]);
	expect(stateKey(dated(5))).toBe(stateKey(dated(90_000)));
	expect(stateKey(dated(-90_000))).toBe(stateKey(dated(-60_000)));
	expect(stateKey(dated(-90_000))).not.toBe(stateKey(dated(5)));
	expect(agreeOn(dated(-90_000), dated(5), read(['home/x.lock', 'stat']))).toBe(false);
	expect(agreeOn(dated(-90_000), dated(5), read(['home/x.lock', 'exists']))).toBe(true);
});

test('what logs hold makes no other state, when one says so', () => {
	const both = (log: string, lock: string) => state(620, [file('tmp/gateway.log', log), file('home/x.lock', lock)]);
	expect(isSameBut(both('one', ''), both('one, two', ''), ['tmp/gateway.log'])).toBe(true);
	expect(isSameBut(both('one', ''), both('one, two', ''), [])).toBe(false);
	expect(isSameBut(both('one', ''), both('one', 'two'), ['tmp/gateway.log'])).toBe(false);
});

test('a file without text is compared by its bytes', () => {
	const binary = (hash: string) => state(1, [{ path: 'a', kind: 'file', mode: 0o644, sizeBytes: 4, ageMs: 0, hash }]);
	expect(stateKey(binary('a'))).not.toBe(stateKey(binary('b')));
});

test('who only looks at some places cannot tell states that agree there', () => {
	const log = (text: string) => state(620, [file('tmp/gateway.log', text), file('home/x.lock', '620')]);
	const [short, long] = [log('one'), log('one, two')];
	expect(agreeOn(short, long, read(['home/x.lock', 'content'], ['home/y', 'exists']))).toBe(true);
	expect(agreeOn(short, long, read(['tmp/gateway.log', 'exists']))).toBe(true);
	expect(agreeOn(short, long, read(['tmp', 'list']))).toBe(true);
	expect(agreeOn(short, long, read(['tmp/gateway.log', 'stat']))).toBe(false);
	expect(agreeOn(short, long, read(['tmp/gateway.log', 'content']))).toBe(false);
});

test('a place with a random name, or the pid of a dead one in it, is the same place in another run', () => {
	const left = (pid: number, random: string, text = 'x') =>
		state(pid, [file(`home/cache-${random}/${pid}.tmp`, text), file('home/x.lock', '')]);
	const readSet = read(['home/cache-eiuTo2/620.tmp', 'content'], ['home', 'list']);
	const looked = maskedReadSet(readSet, left(620, 'eiuTo2'));
	expect(agreeOn(left(620, 'eiuTo2'), left(77, 'P8AUX1'), looked)).toBe(true);
	expect(agreeOn(left(620, 'eiuTo2'), left(77, 'P8AUX1', 'y'), looked)).toBe(false);
	expect(agreeOn(left(620, 'eiuTo2'), state(77, [file('home/x.lock', '')]), looked)).toBe(false);
});

test('what is there, what is gone and what never was are told apart', () => {
	const present = state(1, [file('home/x', '')]);
	const gone = state(1, [], ['home/x']);
	const looked = read(['home/x', 'exists']);
	expect(agreeOn(present, gone, looked)).toBe(false);
	expect(agreeOn(present, cleanState, looked)).toBe(false);
	expect(agreeOn(gone, cleanState, looked)).toBe(false);
	expect(agreeOn(present, cleanState, read(['home', 'list']))).toBe(false);
	expect(agreeOn(gone, cleanState, read(['home', 'list']))).toBe(false);
	expect(agreeOn(cleanState, cleanState, looked)).toBe(true);
});

test('a state for people', () => {
	const shown = renderState(
		state(
			1,
			[
				file('home/x.lock', '12\n'),
				file('home/empty', ''),
				{ path: 'run/s', kind: 'socket', mode: 0o755, sizeBytes: 0, ageMs: 0 },
				{ path: 'run/l', kind: 'symlink', mode: 0o777, sizeBytes: 1, ageMs: 0, target: 'x' },
				{ path: 'home/db', kind: 'file', mode: 0o644, sizeBytes: 4096, ageMs: 0, hash: 'h' },
			],
			['home/config'],
		),
	);
	expect(shown).toEqual([
		'home/config  (removed)',
		'home/db  (4096 bytes)',
		'home/empty  (empty)',
		'home/x.lock  "12\\n"',
		'run/l  → x',
		'run/s  (socket)',
	]);
});
