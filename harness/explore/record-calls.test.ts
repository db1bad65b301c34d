import { expect, test } from 'vitest';
import { mayConcern } from './record-calls.ts';

const paths = { arena: '/mnt/worlds/world', isPrivate: true, shown: [] };

test.each([
	['620 1.5 openat(AT_FDCWD</mnt/worlds/world/cwd>, "/opt/build/main.js", O_RDONLY) = 21</opt/build/main.js>', false],
	['620 1.5 openat(AT_FDCWD</mnt/worlds/world/cwd>, "x.lock", O_RDONLY) = 21</mnt/worlds/world/cwd/x.lock>', true],
	['620 1.5 openat(AT_FDCWD</mnt/worlds/world/cwd>, "/mnt/worlds/world/home/x", O_RDONLY) = -1 ENOENT', true],
	['620 1.5 statx(AT_FDCWD</mnt/worlds/world/cwd>, "/var/tmp/x", 0, 0, {}) = 0', true],
	['620 1.5 close(21</opt/build/main.js>) = 0', false],
	['620 1.5 bind(21<socket:[5]>, {sa_family=AF_INET}, 16) = 0', true],
	['620 1.5 exit_group(0) = ?', true],
	['620 1.5 openat(AT_FDCWD</opt>, "/proc/620/net/tcp6", O_RDONLY) = 3</proc/620/net/tcp6>', true],
	['620 1.5 mkdir("work", 0777) = 0', true],
	['620 1.5 <... openat resumed>, 0666) = 21</x>', true],
])('%s concerns the arena: %s', (line, expected) => expect(mayConcern(line, paths)).toBe(expected));
