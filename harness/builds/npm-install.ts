import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { BuildUnobtainableError } from './build-unobtainable-error.ts';
import { runNpm } from './npm-client.ts';

/** What goes into one folder. */
export interface InstallPlan {
	readonly spec: string;
	readonly dependencies: Readonly<Record<string, string>>;
	readonly overrides: Readonly<Record<string, string>>;
	/** Packages that are replaced by nothing. */
	readonly leftOut: readonly string[];
	/** The Node that npm runs on. */
	readonly node: string;
	readonly timeoutMs: number;
	readonly signal: AbortSignal | undefined;
}

const stubFolder = 'left-out';

const lockSchema = z.object({
	packages: z.record(z.string(), z.object({ version: z.string().optional(), integrity: z.string().optional() })),
});

export interface InstalledPackages {
	readonly count: number;
	readonly version: string;
	/** Null when npm recorded none. */
	readonly integrity: string | null;
}

/**
 * Installs into `folder`, which must be empty, with scripts off.
 *
 * @param name The package whose version and integrity are reported.
 * @throws BuildUnobtainableError
 */
export async function npmInstall(plan: InstallPlan, folder: string, name: string): Promise<InstalledPackages> {
	const stubs = await writeStubs(folder, plan.leftOut);
	const manifest = {
		private: true,
		dependencies: plan.dependencies,
		// Not as dependencies of our own: npm fails over one that is a peer of the package besides.
		overrides: { ...plan.overrides, ...stubs },
	};
	await writeFile(path.join(folder, 'package.json'), `${JSON.stringify(manifest, null, '\t')}\n`);
	// Said outright, because an outer npm hands its own options down in the environment.
	const options = ['--global=false', '--dry-run=false', '--package-lock-only=false', '--package-lock=true'];
	const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--no-progress', '--loglevel=error'];
	await runNpm({
		spec: plan.spec,
		arguments: [
			'install',
			'--ignore-scripts',
			`--prefix=${folder}`,
			...options,
			'--engine-strict=false',
			'--omit=dev',
			'--include=optional',
			...quiet,
		],
		cwd: folder,
		node: plan.node,
		timeoutMs: plan.timeoutMs,
		signal: plan.signal,
	});
	await removeStubs(folder, plan.leftOut);
	return await readInstalled(plan.spec, folder, name);
}

/** npm cannot be told to leave one package out; but an empty one from the folder itself takes its place. */
async function writeStubs(folder: string, names: readonly string[]): Promise<Record<string, string>> {
	const stubs: Record<string, string> = {};
	for (const name of names) {
		const stub = path.join(folder, stubFolder, name);
		await mkdir(stub, { recursive: true });
		await writeFile(path.join(stub, 'package.json'), JSON.stringify({ name, version: '0.0.0' }));
		stubs[name] = `file:${stub}`;
	}
	return stubs;
}

/** What asks for the package then fails as it does where an optional dependency could not be installed. */
async function removeStubs(folder: string, names: readonly string[]): Promise<void> {
	for (const name of names) await rm(path.join(folder, 'node_modules', name), { recursive: true, force: true });
	await rm(path.join(folder, stubFolder), { recursive: true, force: true });
}

async function readInstalled(spec: string, folder: string, name: string): Promise<InstalledPackages> {
	const text = await readFile(path.join(folder, 'package-lock.json'), 'utf8').catch(() => '{}');
	const lock = lockSchema.safeParse(JSON.parse(text));
	const own = lock.success ? lock.data.packages[`node_modules/${name}`] : undefined;
	if (!lock.success || own?.version === undefined) {
		throw new BuildUnobtainableError(spec, 'install-failed', `npm's lock file does not name ${name}`);
	}
	return {
		count: Object.keys(lock.data.packages).length - 1,
		version: own.version,
		integrity: own.integrity ?? null,
	};
}
