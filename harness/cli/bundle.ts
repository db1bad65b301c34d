import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { maskBytes } from '../arena/mask-files.ts';
import type { ProjectConfig } from '../config/project-config.ts';
import { exitCodes } from '../report/exit-code.ts';
import { runRecordName } from '../report/run-record.ts';
import { type Mask, ownMask } from '../timeline/secrets.ts';
import { type BundledFile, packBundle } from './bundle-file.ts';
import { UsageError } from './errors.ts';
import { findCase } from './find-stored.ts';
import { bundleMessages } from './messages.ts';
import { ownProgram } from './own-program.ts';
import { ownVersion } from './own-version.ts';
import { readStoredReport, recordOf } from './stored-run.ts';

/** Of a bundle; what is larger (a kept arena) is not for sending. */
const maxBytes = 64 * 1024 * 1024;
/** Files that `--keep` kept: they may be anything, and are not needed to repeat the case. */
const keptArena = 'arena';

/**
 * `gatelock bundle <case>`: packs all that a colleague needs to judge and repeat a case into one file, without secrets.
 *
 * @returns The exit code.
 */
export function bundle(text: string, out: string | null, config: ProjectConfig): number {
	const cwd = process.cwd();
	const { runFolder, stored } = findCase(text, cwd);
	const record = recordOf(runFolder, stored);
	const name = `${stored.result.id}.gatelock.tgz`;
	const target = path.resolve(cwd, out ?? name);
	if (existsSync(target) && lstatSync(target).isDirectory())
		throw new UsageError('--out', out ?? name, 'a file, not a folder');
	const report = readStoredReport(runFolder);
	const cases = report?.cases.filter(({ id }) => id === stored.result.scenario) ?? [];
	const safe = (bytes: Buffer) => maskBytes(bytes, portable(record.cwd));
	const json = (value: unknown) => Buffer.from(`${JSON.stringify(value, null, '\t')}\n`);
	const files: BundledFile[] = [
		{ name: 'bundle.json', bytes: json({ schema: 1, gatelock: ownVersion(), case: stored.result.id }) },
		{ name: runRecordName, bytes: json(record) },
		...(report === null ? [] : [{ name: 'report.json', bytes: json({ ...report, cases }) }]),
		...filesBelow(stored.folder, `cases/${path.basename(stored.folder)}`),
		...projectFiles(stored.result.file, config, cwd),
		{ name: 'README.txt', bytes: Buffer.from(bundleMessages.readme(stored.result.title, name)) },
	];
	const whole = files.map((file) => ({ ...file, bytes: safe(file.bytes) }));
	const size = whole.reduce((sum, { bytes }) => sum + bytes.length, 0);
	if (size > maxBytes)
		throw new UsageError('bundle', text, `a case whose record is smaller than ${maxBytes / 1024 / 1024} MB`);
	packBundle(whole, target);
	process.stdout.write(
		bundleMessages.written(
			path.relative(cwd, target),
			whole.map((file) => file.name),
			ownProgram(),
		),
	);
	return exitCodes.pass;
}

/** Masks secrets; paths of this machine become relative to the project and the home folder. */
function portable(project: string): Mask {
	const mask = ownMask();
	const places = [[project, '.'] as const, [process.cwd(), '.'] as const, [homedir(), '~'] as const]
		.filter(([place]) => place.length > 1)
		.toSorted(([a], [b]) => b.length - a.length);
	return (text) => {
		let safe = mask(text);
		for (const [place, short] of places)
			safe = safe.replaceAll(new RegExp(`${place.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w.-])`, 'g'), short);
		return safe;
	};
}

function filesBelow(folder: string, name: string): BundledFile[] {
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		const place = path.join(folder, entry.name);
		if (entry.isDirectory()) return entry.name === keptArena ? [] : filesBelow(place, `${name}/${entry.name}`);
		return entry.isFile() ? [{ name: `${name}/${entry.name}`, bytes: readFileSync(place) }] : [];
	});
}

/** The scenario that a project brings itself, and its config. */
function projectFiles(file: string | undefined, config: ProjectConfig, cwd: string): BundledFile[] {
	const wanted = [file, config.file === null ? undefined : path.relative(cwd, path.resolve(cwd, config.file))];
	return wanted.flatMap((name) => {
		if (name === undefined || name.startsWith('..') || !existsSync(path.join(cwd, name))) return [];
		return [{ name: `project/${name}`, bytes: readFileSync(path.join(cwd, name)) }];
	});
}
