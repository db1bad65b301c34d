import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import type { TestProject } from 'vitest/node';
import { z } from 'zod';
import { repository } from './gatelock.ts';

/** The packed package, and a project outside of the repository in which it is installed. */
export interface InstalledPackage {
	readonly project: string;
	/** The packed package. */
	readonly tarball: string;
	readonly files: readonly string[];
	readonly packedBytes: number;
}

declare module 'vitest' {
	export interface ProvidedContext {
		installedPackage: InstalledPackage;
	}
}

/** A cold cache fetches some 40 MB. */
const installTimeoutMs = 300_000;

const packedSchema = z
	.array(z.object({ filename: z.string(), size: z.number(), files: z.array(z.object({ path: z.string() })) }))
	.length(1);

/** Packs the package and installs it in an empty project, once for all tests that use it. */
export default async function installPackage(vitest: TestProject): Promise<() => void> {
	const folder = mkdtempSync(path.join(tmpdir(), 'gatelock-installed-'));
	const project = path.join(folder, 'project');
	mkdirSync(project);
	await execa('npm', ['run', 'build'], { cwd: repository, timeout: installTimeoutMs });
	const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
	const { stdout } = await execa('npm', pack, { cwd: repository, timeout: installTimeoutMs });
	const [packed] = packedSchema.parse(JSON.parse(stdout));
	if (packed === undefined) throw new RangeError('One package is packed.');
	writeFileSync(path.join(project, 'package.json'), '{ "private": true, "type": "module" }\n');
	const install = ['install', '--prefer-offline', '--no-audit', '--no-fund', path.join(folder, packed.filename)];
	await execa('npm', install, { cwd: project, timeout: installTimeoutMs });
	vitest.provide('installedPackage', {
		project,
		tarball: path.join(folder, packed.filename),
		files: packed.files.map((file) => file.path),
		packedBytes: packed.size,
	});
	return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
