import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BuildUnobtainableError } from './build-unobtainable-error.ts';
import { listCached, type ObtainOptions, obtainBuild } from './obtain-build.ts';
import type { Recipe } from './recipe.ts';

/** A real package from the registry, small and without dependencies, that prints versions given as arguments in order. */
const recipe: Recipe = {
	id: 'semver',
	name: 'semver',
	versions: { from: '7.5.0', to: '7.999.0' },
	node: '24.21.0',
	overrides: {},
	extraDependencies: {},
	leftOut: ['left-pad'],
	prepare: { whenExists: 'no-such-mark', arguments: ['--help'] },
	entry: { bin: 'semver' },
	arguments: ['1.0.0', '{port}.0.0'],
	environment: { SOME_SIDE_SERVICE: 'off' },
	warm: { keep: [] },
};

let root: string;
let options: ObtainOptions;
beforeAll(async () => {
	root = await mkdtemp(path.join(tmpdir(), 'gatelock-builds-'));
	options = { cacheDir: path.join(root, 'cache'), recipes: [recipe] };
	await obtainBuild('semver@7.7.2', options);
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function errorOf(spec: string, more: ObtainOptions = {}): Promise<BuildUnobtainableError> {
	try {
		await obtainBuild(spec, { ...options, ...more });
	} catch (error) {
		if (error instanceof BuildUnobtainableError) return error;
		throw error;
	}
	throw new Error(`${spec} was obtained`);
}

test('a build from the cache runs by itself, on the Node it wants', async () => {
	const said: string[] = [];
	const build = await obtainBuild('semver@7.7.2', { ...options, onProgress: (text) => said.push(text) });
	expect(said).toEqual([]);
	expect(build).toMatchObject({ id: 'semver@7.7.2', environment: recipe.environment, nodeVersion: '24.21.0' });
	const [program = '', ...rest] = build.command;
	expect((await execa(program, ['--version'])).stdout).toBe('v24.21.0');
	const run = await execa(
		program,
		rest.map((word) => word.replace('{port}', '3')),
		{ env: {}, extendEnv: false },
	);
	expect(run.stdout).toBe('1.0.0\n3.0.0');
	expect(build.visible.some((folder) => program.startsWith(folder))).toBe(true);
	expect(await readdir(path.join(build.folder, 'node_modules'))).not.toContain('left-pad');
});

test('the marker says what was installed', async () => {
	const [only] = (await listCached(options.cacheDir)).filter((entry) => entry.marker.version === '7.7.2');
	expect(only?.marker).toMatchObject({ name: 'semver', recipe: 'semver', nodeVersion: '24.21.0' });
	expect(only?.marker.integrity).toMatch(/^sha512-/);
	expect(only?.marker.sizeBytes).toBeGreaterThan(10_000);
});

test('two processes that obtain it at once both succeed, and leave one folder', async () => {
	const obtain = () => obtainElsewhere('semver@7.6.3', {});
	const [one, two] = await Promise.all([obtain(), obtain()]);
	expect(one.stdout).toBe(two.stdout);
	const names = await readdir(path.join(root, 'cache/builds'));
	expect(names.filter((name) => name.startsWith('.') || name.startsWith('semver-7.6.3'))).toHaveLength(1);
	expect((await listCached(options.cacheDir)).map((entry) => entry.marker.version)).toContain('7.6.3');
});

test('an install that was torn is done again', async () => {
	const build = await obtainBuild('semver@7.7.2', options);
	await rm(path.join(build.folder, 'gatelock-install.json'));
	await rm(path.join(build.folder, 'node_modules/semver/bin'), { recursive: true });
	const again = await obtainBuild('semver@7.7.2', options);
	expect(again.folder).toBe(build.folder);
	expect(await readFile(path.join(again.folder, 'node_modules/semver/bin/semver.js'), 'utf8')).toContain('#!');
});

test('a version that the registry does not have', async () => {
	const error = await errorOf('semver@7.99.99');
	expect(error.message).toMatchInlineSnapshot(`
		"--build "semver@7.99.99": the registry that npm is configured for does not have it.
		  | npm error code ETARGET
		  | npm error notarget No matching version found for semver@7.99.99.
		  | npm error notarget In most cases you or one of your dependencies are requesting a package version that doesn't exist."
	`);
	expect(error.reason).toBe('not-on-registry');
	expect((await readdir(path.join(root, 'cache/builds'))).filter((name) => /^\.|7\.99/.test(name))).toEqual([]);
});

test('a registry that does not answer', async () => {
	const settings = { npm_config_registry: 'http://127.0.0.1:9/', npm_config_fetch_retries: '0' };
	const { stdout } = await obtainElsewhere('semver@7.6.0', { ...settings, npm_config_cache: path.join(root, 'npm') });
	expect(stdout.replace(/reason: .*/, 'reason: …')).toMatchInlineSnapshot(`
		"--build "semver@7.6.0": npm could not reach its registry. Check the network and \`npm config get registry\`.
		  | npm error code ECONNREFUSED
		  | npm error syscall connect
		  | npm error errno ECONNREFUSED
		  | npm error FetchError: request to http://127.0.0.1:9/semver failed, reason: …
		  | npm error If you are behind a proxy, please make sure that the 'proxy' config is set properly.  See: 'npm help config'"
	`);
});

test('an install that takes too long is stopped', async () => {
	expect((await errorOf('semver@7.6.1', { timeoutMs: 50 })).message).toMatchInlineSnapshot(
		`"--build "semver@7.6.1": the install was not done within 0.05 s and was stopped. Try again."`,
	);
	expect((await readdir(path.join(root, 'cache/builds'))).filter((name) => name.startsWith('.'))).toEqual([]);
});

test('an install that is cancelled', async () => {
	expect((await errorOf('semver@7.6.1', { signal: AbortSignal.timeout(50) })).message).toMatchInlineSnapshot(
		`"--build "semver@7.6.1": cancelled."`,
	);
});

test('what no recipe knows is refused before anything is fetched', async () => {
	expect((await errorOf('left-pad@1.3.0')).message).toMatchInlineSnapshot(
		`"--build "left-pad@1.3.0": there is no recipe for this package. Known: semver 7.5.0 to 7.999.0. Install it yourself and give its folder, or use --gateway."`,
	);
	expect((await errorOf('semver@6.0.0')).message).toMatchInlineSnapshot(
		`"--build "semver@6.0.0": no recipe covers this version. Covered: semver 7.5.0 to 7.999.0."`,
	);
});

test('a cache that cannot be written', async () => {
	await writeFile(path.join(root, 'file'), '');
	const error = await errorOf('semver@7.7.2', { cacheDir: path.join(root, 'file/cache') });
	expect(error.reason).toBe('cache-unusable');
});

test('a folder that holds an installed package is run as its recipe says', async () => {
	const { folder } = await obtainBuild('semver@7.7.2', options);
	const build = await obtainBuild(folder, options);
	expect(build.id).toBe(`semver@7.7.2 (${folder})`);
	expect(build.command.slice(1)).toEqual([
		path.join(folder, 'node_modules/semver/bin/semver.js'),
		'1.0.0',
		'{port}.0.0',
	]);
	expect((await obtainBuild(path.join(folder, 'node_modules/semver'), options)).command).toEqual(build.command);
});

test('a package of the user’s own is run as the document says, by our own Node', async () => {
	const folder = path.join(root, 'mine');
	await mkdir(folder);
	await writeFile(path.join(folder, 'package.json'), JSON.stringify({ name: 'mine', bin: { serve: 'serve.js' } }));
	expect((await errorOf('./mine', { cwd: root })).message.replaceAll(root, '<root>')).toMatchInlineSnapshot(
		`"--build "./mine": Its program <root>/mine/serve.js is missing. Give a folder with a package.json that names a bin."`,
	);
	await writeFile(path.join(folder, 'serve.js'), '');
	const build = await obtainBuild('./mine', { ...options, cwd: root });
	expect(build.command).toEqual([process.execPath, path.join(folder, 'serve.js'), 'gateway', '--port', '{port}']);
});

test('what is in the cache needs no registry', async () => {
	const settings = { npm_config_registry: 'http://127.0.0.1:9/', npm_config_cache: path.join(root, 'no-npm') };
	const { folder } = await obtainBuild('semver@7.7.2', options);
	expect((await obtainElsewhere('semver@7.7.2', settings)).stdout).toBe(folder);
});

test('a build whose files were changed is refused', async () => {
	const build = await obtainBuild('semver@7.7.1', options);
	await writeFile(path.join(build.folder, 'node_modules/semver/index.js'), 'stolen()');
	const error = await errorOf('semver@7.7.1');
	expect(error.reason).toBe('tampered');
	expect(error.message.replaceAll(build.folder, '<build>')).toMatchInlineSnapshot(
		`"--build "semver@7.7.1": what lies in the cache is not what was installed: <build>/node_modules/semver/index.js. Remove it with \`gatelock builds remove\`, and try again."`,
	);
	await rm(build.folder, { recursive: true });
	expect((await obtainBuild('semver@7.7.1', options)).folder).toBe(build.folder);
});

test('a package that is another one than the registry gave before is refused', async () => {
	await mkdir(path.join(root, 'cache/integrity'), { recursive: true });
	await writeFile(path.join(root, 'cache/integrity/semver-7.6.2'), 'sha512-another\n');
	const error = await errorOf('semver@7.6.2');
	expect(error.reason).toBe('integrity-differs');
	expect(error.message.replaceAll(root, '<root>').replace(/sha512-[\w+/=]{20,}/, 'sha512-…')).toMatchInlineSnapshot(
		`"--build "semver@7.6.2": the registry gives another package for this version than before (sha512-… now, sha512-another in <root>/cache/integrity/semver-7.6.2). If you trust it, remove that file."`,
	);
	expect((await readdir(path.join(root, 'cache/builds'))).filter((name) => /^\.|7\.6\.2/.test(name))).toEqual([]);
});

test('what npm pack makes of a checkout is installed and run', async () => {
	const folder = path.join(root, 'checkout');
	await mkdir(folder);
	const manifest = { name: 'my-gateway', version: '1.2.3', bin: { serve: 'serve.js' } };
	await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
	await writeFile(path.join(folder, 'serve.js'), '#!/usr/bin/env node\nconsole.log(process.argv.slice(2).join(" "))');
	await execa('npm', ['pack', '--ignore-scripts'], { cwd: folder });
	const build = await obtainBuild('./checkout/my-gateway-1.2.3.tgz', { ...options, cwd: root });
	expect(build).toMatchObject({ name: 'my-gateway', version: '1.2.3', recipe: null });
	const [program = '', ...rest] = build.command;
	expect((await execa(program, rest)).stdout).toBe('gateway --port {port}');
	expect((await listCached(options.cacheDir)).some(({ marker }) => marker.name === 'my-gateway')).toBe(true);
	await writeFile(path.join(root, 'torn.tgz'), 'no archive');
	const messages = await Promise.all(['./torn.tgz', './none.tgz'].map((spec) => errorOf(spec, { cwd: root })));
	expect(messages.map((error) => error.message.split('\n')[0]?.replaceAll(root, '<root>'))).toMatchInlineSnapshot(`
		[
		  "--build "./torn.tgz": <root>/torn.tgz is not a package that can be read. Give what \`npm pack\` makes of a package that names a bin.",
		  "--build "./none.tgz": There is no file <root>/none.tgz. Give what \`npm pack\` makes of a package that names a bin.",
		]
	`);
});

test('folders that hold no build', async () => {
	await mkdir(path.join(root, 'empty'));
	const messages = await Promise.all(['./nothing', './empty'].map((spec) => errorOf(spec, { cwd: root })));
	expect(messages.map((error) => error.message.replaceAll(root, '<root>'))).toMatchInlineSnapshot(`
		[
		  "--build "./nothing": There is no folder <root>/nothing. Give a folder with a package.json that names a bin.",
		  "--build "./empty": <root>/empty has no readable package.json, and no known package is installed in it. Give a folder with a package.json that names a bin.",
		]
	`);
});

/** In a process of its own; prints the folder, or the error. */
function obtainElsewhere(spec: string, environment: Readonly<Record<string, string>>) {
	const program = `
		import { obtainBuild } from ${JSON.stringify(fileURLToPath(new URL('./obtain-build.ts', import.meta.url)))}
		const { cacheDir, recipes } = ${JSON.stringify(options)}
		console.log(await obtainBuild(${JSON.stringify(spec)}, { cacheDir, recipes }).then((build) => build.folder, (error) => error.message))`;
	return execa(process.execPath, ['--input-type=module', '-e', program], { env: environment });
}
