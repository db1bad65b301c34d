import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../testing/temp-folder.ts';
import { replayWords } from './replay-finding.ts';

const finding = (clause: string, replay: string | null) => ({ clause, message: 'broke', replay });

function explored(findings: readonly object[]): string {
	const folder = tempFolder();
	writeFileSync(path.join(folder, 'crashes.json'), JSON.stringify({ schema: 1, kind: 'crashes', findings }));
	return folder;
}

test('the only finding of an exploration is repeated by its own command', () => {
	const command = "node /x/gatelock.js explore crashes --point startup:3 --gateway 'node a b.mjs' --seed 7";
	expect(replayWords(explored([finding('no-stale-lock', command)]), undefined)).toEqual([
		...['explore', 'crashes', '--point', 'startup:3', '--gateway', 'node a b.mjs', '--seed', '7'],
	]);
});

test('of several, one is chosen by its number', () => {
	const folder = explored([
		finding('a', 'gatelock storm --path 1'),
		finding('b', 'gatelock storm --path 2'),
		finding('c', null),
	]);
	expect(replayWords(folder, '2')).toEqual(['storm', '--path', '2']);
	expect(() => replayWords(folder, undefined)).toThrow(
		/one of its findings, with --finding <n>:\n {2}1: a: broke\n {2}2: b: broke$/,
	);
	expect(() => replayWords(folder, '3')).toThrow(/--finding "3" cannot be used/);
});

test('any other folder is none of an exploration', () => {
	expect(replayWords(tempFolder(), undefined)).toBeNull();
});
