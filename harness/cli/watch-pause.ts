import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pauseFiles } from '../arena/pause.ts';
import type { Interrupt } from './interrupt.ts';

const lookEveryMs = 100;

/** Carries the word between a case that stands still and the shadow of the run, where the user is. */
export function watchPause(runFolder: string, interrupt: Interrupt): Disposable {
	const paused = path.join(runFolder, pauseFiles.paused);
	let isTold = false;
	interrupt.onGoOn = () => writeFileSync(path.join(runFolder, pauseFiles.goOn), '');
	const timer = setInterval(() => {
		const isPaused = existsSync(paused);
		if (isPaused === isTold) return;
		const text = isPaused ? readFileSync(paused, 'utf8') : '{}';
		if (text === '') return;
		isTold = isPaused;
		interrupt.tell(`${text}\n`);
	}, lookEveryMs);
	return { [Symbol.dispose]: () => clearInterval(timer) };
}
