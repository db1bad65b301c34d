import { execFileSync, spawnSync } from 'node:child_process';
import { linkSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { baselineOf } from '../arena/audit.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { renderState, stateKey } from './crash-state.ts';
import { restoreState } from './restore-state.ts';
import { Camera } from './snapshot.ts';

const by = { pids: [620], startTicks: [] };

function arenaWithConfig(): string {
	const arena = tempFolder();
	for (const folder of ['home/main', 'tmp', 'run', 'cwd']) mkdirSync(path.join(arena, folder), { recursive: true });
	writeFileSync(path.join(arena, 'home/main/config'), 'a=1');
	writeFileSync(path.join(arena, 'home/main/old'), '');
	return arena;
}

test('a state that is taken in one arena comes back in another, as old as it was', () => {
	const [arena, other, blobs] = [arenaWithConfig(), arenaWithConfig(), path.join(tempFolder(), 'blobs')];
	const baseline = baselineOf(arena);
	const home = path.join(arena, 'home/main');
	mkdirSync(path.join(home, '.gateway'), { mode: 0o700 });
	const lock = path.join(home, '.gateway/x.lock');
	writeFileSync(lock, '620', { mode: 0o600 });
	utimesSync(lock, new Date(Date.now() - 60_000), new Date(Date.now() - 60_000));
	writeFileSync(path.join(home, 'config'), 'a=2');
	writeFileSync(path.join(home, 'data'), Buffer.from([0, 255, 0]));
	rmSync(path.join(home, 'old'));
	symlinkSync('config', path.join(home, 'link'));
	execFileSync('mkfifo', [path.join(arena, 'run/fifo')]);
	const leaveSocket = "require('net').createServer().listen(process.argv[1],()=>process.kill(process.pid,9))";
	spawnSync(process.execPath, ['-e', leaveSocket, path.join(arena, 'run/s')]);
	const camera = new Camera(arena, baseline, blobs);
	const state = camera.take(by);
	camera.keep(state);
	expect(renderState(state)).toMatchInlineSnapshot(`
		[
		  "home/main/.gateway  (directory)",
		  "home/main/.gateway/x.lock  "620"",
		  "home/main/config  "a=2"",
		  "home/main/data  (3 bytes)",
		  "home/main/link  → config",
		  "home/main/old  (removed)",
		  "run/fifo  (fifo)",
		  "run/s  (socket)",
		]
	`);

	const otherBaseline = baselineOf(other);
	restoreState(other, state, blobs);
	expect(stateKey(new Camera(other, otherBaseline, blobs).take(by))).toBe(stateKey(state));
	expect(readFileSync(path.join(other, 'home/main/data'))).toEqual(Buffer.from([0, 255, 0]));
	const ageMs = Date.now() - lstatSync(path.join(other, 'home/main/.gateway/x.lock')).mtimeMs;
	expect(ageMs).toBeGreaterThan(59_000);
	expect(ageMs).toBeLessThan(3_600_000);
});

test('two names of one file come back as two names of one file', () => {
	const [arena, other, blobs] = [arenaWithConfig(), arenaWithConfig(), path.join(tempFolder(), 'blobs')];
	const baseline = baselineOf(arena);
	const home = path.join(arena, 'home/main');
	writeFileSync(path.join(home, 'x.620'), '620');
	linkSync(path.join(home, 'x.620'), path.join(home, 'x.lock'));
	const camera = new Camera(arena, baseline, blobs);
	const state = camera.take(by);
	camera.keep(state);
	const otherBaseline = baselineOf(other);
	restoreState(other, state, blobs);
	expect(lstatSync(path.join(other, 'home/main/x.lock')).nlink).toBe(2);
	expect(stateKey(new Camera(other, otherBaseline, blobs).take(by))).toBe(stateKey(state));
	// A copy is another state.
	rmSync(path.join(other, 'home/main/x.lock'));
	writeFileSync(path.join(other, 'home/main/x.lock'), '620');
	expect(stateKey(new Camera(other, otherBaseline, blobs).take(by))).not.toBe(stateKey(state));
});

test('a time to come is another one than a time that was', () => {
	const [arena, blobs] = [arenaWithConfig(), path.join(tempFolder(), 'blobs')];
	const camera = new Camera(arena, baselineOf(arena), blobs);
	const keyOf = (text: string) => {
		writeFileSync(path.join(arena, 'home/main/until'), text);
		return stateKey(camera.take(by));
	};
	const now = Date.now();
	expect(keyOf(`${now}`)).toBe(keyOf(`${now - 5_000}`));
	expect(keyOf(`${now}`)).not.toBe(keyOf(`${now + 3_600_000}`));
	expect(keyOf(new Date(now).toISOString())).not.toBe(keyOf(new Date(now + 3_600_000).toISOString()));
	expect(keyOf(`${Math.round(now / 1000)}`)).not.toBe(keyOf(`${Math.round(now / 1000) + 60}`));
});
