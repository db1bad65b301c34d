import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../testing/temp-folder.ts';
import { caseMounts, hostMountPoints, mountPointsIn, mountTable } from './sandbox-mounts.ts';

test('what must stay visible below a private folder is mounted read-only into it, before the folder is', () => {
	const visible = path.join(tempFolder('/tmp'), 'project');
	const arena = tempFolder();
	mkdirSync(visible);
	const outer = path.dirname(visible);
	const place = path.join(arena, 'tmp', path.basename(outer));
	const mounts = caseMounts(arena, [visible, '/usr/bin']);
	expect(mounts.slice(0, 2)).toEqual([
		{ source: outer, target: place, options: 'rbind,ro' },
		{ source: path.join(arena, 'tmp'), target: '/tmp', options: 'rbind' },
	]);
	expect(readdirSync(path.join(arena, 'tmp'))).toEqual([path.basename(outer)]);
	expect([...mountPointsIn(arena, [visible])]).toEqual([place]);
});

test('white space and backslashes in a path are escaped as fstab wants it', () => {
	expect(mountTable([{ source: "/it's a\\b", target: '/x\ty', options: 'rbind' }])).toBe(
		"/it's\\040a\\134b /x\\011y none rbind 0 0\n",
	);
});

test('every mount point of the machine is made read-only but those of the kernel, of the arenas and of private folders', () => {
	const line = (point: string, type = 'ext4') => `36 35 98:0 / ${point} rw,noatime master:1 - ${type} /dev/root rw`;
	const text = [
		line('/'),
		line('/proc', 'proc'),
		line('/dev', 'devtmpfs'),
		line('/dev/pts', 'devpts'),
		line('/home/a\\040b'),
		line('/tmp'),
		line('/run/user/0', 'tmpfs'),
		line('/mnt', 'tmpfs'),
		line('/mnt/case/home', 'tmpfs'),
		line('/mnt2'),
	].join('\n');
	expect(hostMountPoints(`${text}\n`, '/mnt')).toEqual(['/', '/dev', '/home/a b', '/mnt2']);
});
