import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { expect, inject, test } from 'vitest';
import { exitCodes } from '../harness/report/exit-code.ts';
import { temporaryFolder } from './testing/gatelock.ts';
import './testing/install-package.ts';

/** A lock file that only a tidy exit removes: the oldest mistake there is. */
const brokenGateway = `import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';

const lock = homedir() + '/gateway.lock';
if (existsSync(lock)) {
	console.error('locked by ' + lock);
	process.exit(1);
}
writeFileSync(lock, String(process.pid));
process.on('exit', () => rmSync(lock));
await import('./node_modules/gatelock/dist/fixtures/reference-gateway/main.js');
`;

const commandTimeoutMs = 540_000;

test('from npm init to an own scenario that catches a broken gateway', { timeout: 6 * commandTimeoutMs }, async () => {
	const folder = path.join(temporaryFolder(), 'newcomer');
	mkdirSync(folder);
	const { tarball } = inject('installedPackage');
	const startedAt = performance.now();
	const steps: string[] = [];
	const does = async (words: readonly string[], exitCode = 0) => {
		const [program = '', ...args] = words;
		const begunAt = performance.now();
		const options = { cwd: folder, reject: false, stdin: 'ignore', timeout: commandTimeoutMs } as const;
		const run = await execa(program, args, options);
		steps.push(`${seconds(begunAt)} s  ${words.join(' ').replace(tarball, 'gatelock.tgz')}`);
		expect(run.exitCode, `${words.join(' ')}\n${run.stdout}\n${run.stderr}`).toBe(exitCode);
		return run.stdout;
	};

	await does(['npm', 'init', '-y']);
	await does(['npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', '--save-dev', tarball]);
	writeFileSync(path.join(folder, 'gateway.mjs'), brokenGateway);
	await does(['npx', '--no-install', 'gatelock', 'init', '--gateway', 'node gateway.mjs gateway --port {port}']);
	// As init says: this scenario alone, though "first" is a part of many.
	const first = await does(['npx', '--no-install', 'gatelock', 'run', 'first'], exitCodes.contractBroken);
	expect(first).toMatch(/^1 case: /m);
	expect(first).toMatch(/^ {4}repeat {4}npx gatelock run first --gateway .* --seed \d+$/m);
	await does(['npx', '--no-install', 'gatelock', 'new', 'It starts again after a crash']);
	const report = await does(
		['npx', '--no-install', 'gatelock', 'run', 'it-starts-again-after-a-crash'],
		exitCodes.contractBroken,
	);
	expect(report).toMatch(/✗ no-stale-lock: The file home\/main\/gateway\.lock was left behind/);
	expect(report).toMatch(/✗ rebinds-immediately/);

	steps.push(`${seconds(startedAt)} s  in all`);
	process.stdout.write(`\nA newcomer's way:\n${steps.map((step) => `  ${step}`).join('\n')}\n`);
});

function seconds(since: number): string {
	return ((performance.now() - since) / 1000).toFixed(1).padStart(6);
}
