import { expect, test } from 'vitest';
import { parseTrace } from '../syscalls/parse.ts';
import { readSetOf } from './read-set.ts';

function looked(...calls: string[]): string[] {
	const trace = parseTrace(calls.map((call) => `620   1795392687.2 ${call}`).join('\n'));
	const readSet = readSetOf(trace, { arena: '/mnt/world', isPrivate: true, shown: [] });
	return [...readSet].map(([place, aspects]) => `${place}: ${[...aspects].join(' ')}`);
}

test('what a start looks at, and how closely', () => {
	expect(
		looked(
			'openat(AT_FDCWD</>, "/mnt/world/home/main/config", O_RDONLY|O_CLOEXEC) = -1 ENOENT (No such file or directory)',
			'openat(AT_FDCWD</>, "/tmp/gateway.log", O_WRONLY|O_CREAT|O_APPEND, 0666) = 3</tmp/gateway.log>',
			'openat(AT_FDCWD</>, "/mnt/world/home/main/x.lock", O_RDWR|O_CREAT, 0666) = 3</mnt/world/home/main/x.lock>',
			'statx(AT_FDCWD</mnt/world/cwd>, "y", AT_STATX_SYNC_AS_STAT, STATX_ALL, 0x7ffc) = -1 ENOENT (No such file or directory)',
			'access("/mnt/world/home/main/z", F_OK) = 0',
			'getdents64(4</mnt/world/home/main>, 0x2d /* 3 entries */, 32768) = 80',
			'newfstatat(4</mnt/world/run/a>, "", {st_mode=S_IFREG|0644}, AT_EMPTY_PATH) = 0',
			'rename("/mnt/world/home/main/a", "/mnt/world/home/main/b") = 0',
			'connect(5<socket:[1]>, {sa_family=AF_UNIX, sun_path="/run/g.sock"}, 110) = -1 ECONNREFUSED (Connection refused)',
			'readlink("/mnt/world/home/main/link", 0x7ff, 4095) = -1 EINVAL (Invalid argument)',
			'openat(AT_FDCWD</>, "/etc/hosts", O_RDONLY) = 3</etc/hosts>',
		),
	).toEqual([
		'home/main/config: content',
		'tmp/gateway.log: exists',
		'home/main/x.lock: content',
		'cwd/y: stat',
		'home/main/z: exists',
		'home/main: list',
		'run/a: stat',
		'home/main/a: exists',
		'home/main/b: exists',
		'run/g.sock: exists',
		'home/main/link: content',
	]);
});

test('the size of a log to which a start only appends means nothing to it', () => {
	const append = 'openat(AT_FDCWD</>, "/tmp/gateway.log", O_WRONLY|O_CREAT|O_APPEND, 0666) = 3</tmp/gateway.log>';
	const stat = 'statx(AT_FDCWD</>, "/tmp/gateway.log", AT_STATX_SYNC_AS_STAT, STATX_ALL, {stx_size=1}) = 0';
	const read = 'openat(AT_FDCWD</>, "/tmp/gateway.log", O_RDONLY) = 3</tmp/gateway.log>';
	expect(looked(stat, append)).toEqual(['tmp/gateway.log: exists']);
	expect(looked(stat)).toEqual(['tmp/gateway.log: stat']);
	expect(looked(stat, append, read)).toEqual(['tmp/gateway.log: stat exists content']);
});
