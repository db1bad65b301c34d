import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../testing/temp-folder.ts';
import { Seen } from './seen.ts';
import type { Step } from './steps.ts';

const start: Step = { do: 'start', instance: 1, place: 'main', pids: 'shared' };
const kill: Step = { do: 'kill', instance: 1, signal: 'SIGKILL' };

test('states and transitions are counted once, in later sessions too', () => {
	const file = path.join(tempFolder(), 'seen.txt');
	const first = new Seen(file);
	first.add([start, kill]);
	first.add([start, kill]);
	expect([first.states, first.transitions]).toEqual([2, 2]);
	expect(readFileSync(file, 'utf8')).toBe(
		'[main serving]\n[] > start > [main serving]\n[some gone]\n[main serving] > kill > [some gone]\n',
	);
	const later = new Seen(file);
	later.add([start, { do: 'freeze', instance: 1 }]);
	expect([later.states, later.transitions]).toEqual([3, 3]);
});
