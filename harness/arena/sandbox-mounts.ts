import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Folders of the machine that every gateway gets a private copy of, and their names in the arena. */
const privateFolders = { '/tmp': 'tmp', '/var/tmp': 'var-tmp', '/dev/shm': 'shm', '/run': 'run' } as const;

/** Settings of the whole machine, which root may change from inside any namespace. Source: proc(5), runc's defaults. */
const machineSettings = ['/proc/sys', '/proc/sysrq-trigger', '/proc/irq', '/proc/bus', '/proc/fs'];

/** Their files are the kernel's own: devices, terminals, the gateway's own /proc (its settings are mounted read-only). */
const kernelFileSystems = new Set(['proc', 'devtmpfs', 'devpts']);

/** One line of a table that `mount -a -T` reads. */
export interface Mount {
	readonly source: string;
	readonly target: string;
	readonly type?: string;
	readonly options: string;
}

/** The mounts of one case: its private folders, and what must stay visible in them. Makes the mount points. */
export function caseMounts(arena: string, visible: readonly string[]): Mount[] {
	makeMountPoints(arena, visible);
	return existingPrivateFolders().flatMap(([folder, own]) => [
		...keptBelow(folder, visible).map((kept) => ({
			source: kept,
			target: path.join(arena, own, path.relative(folder, kept)),
			options: 'rbind,ro',
		})),
		{ source: path.join(arena, own), target: folder, options: 'rbind' },
	]);
}

/** Mounts that make the machine's settings read-only; needed again over each new `/proc`. */
export function settingsMounts(): Mount[] {
	const present = machineSettings.filter((place) => existsSync(place));
	return present.map((place) => ({ source: place, target: place, options: 'rbind,ro' }));
}

/**
 * Mount points that hold files of the machine, except those that arenas replace or contain.
 *
 * @param mountInfo The text of `/proc/self/mountinfo`. Source: proc_pid_mountinfo(5).
 * @param arenaRoot The folder of all arenas: it stays writable.
 */
export function hostMountPoints(mountInfo: string, arenaRoot: string): string[] {
	const points: string[] = [];
	for (const line of mountInfo.split('\n')) {
		const [before, after] = line.split(' - ');
		const point = before
			?.split(' ')[4]
			?.replace(/\\(\d{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8)));
		const type = after?.split(' ')[0];
		if (point === undefined || type === undefined || (kernelFileSystems.has(type) && point !== '/dev')) continue;
		// What a case mounts in its own arena is as it wants it.
		if (point !== '/' && (isBelow(arenaRoot, point) || isBelow(point, arenaRoot))) continue;
		if (Object.keys(privateFolders).some((own) => isBelow(point, own))) continue;
		points.push(point);
	}
	return points;
}

/** The places in the arena over which the sandbox mounts visible paths. */
export function mountPointsIn(arena: string, visible: readonly string[]): ReadonlySet<string> {
	const places = existingPrivateFolders().flatMap(([folder, own]) =>
		keptBelow(folder, visible).map((kept) => path.join(arena, own, path.relative(folder, kept))),
	);
	return new Set(places);
}

/** Makes the folders and files over which visible paths are mounted, so that they belong to the arena from its beginning. */
export function makeMountPoints(arena: string, visible: readonly string[]): void {
	for (const [folder, own] of existingPrivateFolders()) {
		for (const kept of keptBelow(folder, visible)) {
			const place = path.join(arena, own, path.relative(folder, kept));
			if (statSync(kept).isDirectory()) mkdirSync(place, { recursive: true });
			else writeFileSync(place, '', { flag: 'a' });
		}
	}
}

/** The outermost folders below `folder` that contain the visible paths. */
export function keptBelow(folder: string, visible: readonly string[]): string[] {
	const kept = new Set<string>();
	for (const wanted of visible) {
		const relative = path.relative(folder, wanted);
		if (relative === '' || relative.startsWith('..') || path.isAbsolute(relative)) continue;
		const [first] = relative.split(path.sep);
		if (first !== undefined && existsSync(path.join(folder, first))) kept.add(path.join(folder, first));
	}
	return [...kept];
}

/** The text of a table for `mount -a -T`. Source: fstab(5), which escapes white space and backslashes in octal. */
export function mountTable(mounts: readonly Mount[]): string {
	const field = (text: string) =>
		text.replace(/[\s\\]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`);
	return mounts
		.map(({ source, target, type = 'none', options }) => `${field(source)} ${field(target)} ${type} ${options} 0 0\n`)
		.join('');
}

/** The mount table of this process. */
export function readMountInfo(): string {
	return readFileSync('/proc/self/mountinfo', 'utf8');
}

function existingPrivateFolders(): [string, string][] {
	return Object.entries(privateFolders).filter(([folder]) => existsSync(folder));
}

function isBelow(place: string, folder: string): boolean {
	return place === folder || place.startsWith(`${folder}/`);
}
