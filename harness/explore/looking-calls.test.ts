import { expect, test } from 'vitest';
import { parseTrace } from '../syscalls/parse.ts';
import { heldStops, isQuickToHold, LookingCallReader } from './looking-calls.ts';

const paths = { arena: '/arena', isPrivate: true, shown: [] };

test('one is stopped at calls on the place of the hold, or at calls of its name', () => {
	const stops = heldStops('read home/gateway-{port}.lock', paths, 20_000);
	expect(stops.onlyPaths).toEqual(['/arena/home/gateway-20000.lock', 'gateway-20000.lock']);
	expect(heldStops('mkdir cwd/a/b', paths, 20_000).onlyPaths).toEqual(['/arena/cwd/a/b', 'a/b', 'b']);
	expect(stops.stopAt).toContain('read');
	expect(heldStops('bind', paths, 20_000)).toEqual({ stopAt: ['bind'] });
	expect(heldStops('write home/state.json.<random>', paths, 20_000)).toEqual({ stopAt: ['write'] });
});

test.each([
	['read home/gateway-{port}.lock', true],
	['bind', true],
	['rename home/a.<random> home/a', true],
	['close', false],
	['write home/a.<random>', false],
])('%s is quick to hold: %s', (maskedCall, expected) => expect(isQuickToHold(maskedCall)).toBe(expected));

test('who connects, or asks for a kernel lock in vain, looks', () => {
	const reader = new LookingCallReader(paths);
	const read = (call: string) => {
		const [entry] = parseTrace(`620 1795392687.226108 ${call}`);
		const found = entry === undefined ? null : reader.read(entry);
		return found && [found.relevance, found.text, found.paths];
	};
	const address = '{sa_family=AF_INET, sin_port=htons(20000), sin_addr=inet_addr("127.0.0.1")}';
	expect(read(`connect(21<socket:[5]>, ${address}, 16) = -1 EINPROGRESS (Operation now in progress)`)).toEqual([
		...['look', 'connect 127.0.0.1:20000', []],
	]);
	expect(read(`bind(21<socket:[5]>, ${address}, 16) = -1 EADDRINUSE (Address already in use)`)).toEqual([
		...['look', 'bind 127.0.0.1:20000', []],
	]);
	expect(read('connect(21<socket:[5]>, {sa_family=AF_UNIX, sun_path=@"gateway"}, 110) = -1 ECONNREFUSED')).toEqual([
		...['look', 'connect gateway', []],
	]);
	expect(read('openat(AT_FDCWD</arena/cwd>, "/proc/620/net/tcp", O_RDONLY) = 3</proc/620/net/tcp>')).toEqual([
		...['look', 'openat /proc/620/net/tcp', []],
	]);
	expect(read('openat(AT_FDCWD</arena/cwd>, "/proc/620/stat", O_RDONLY) = 3</proc/620/stat>')).toBeNull();
	expect(read('mkdir("work", 0777) = -1 EEXIST (File exists)')).toEqual(['look', 'mkdir cwd/work', ['cwd/work']]);
	expect(read('flock(3</arena/home/x.lock>, LOCK_EX|LOCK_NB) = -1 EAGAIN (Resource temporarily unavailable)')).toEqual([
		...['look', 'flock home/x.lock', ['home/x.lock']],
	]);
	expect(read('fcntl(3</arena/home/x.lock>, F_SETLK, {l_type=F_WRLCK}) = 0')?.[0]).toBe('kernel');
	expect(read('fcntl(3</arena/home/x.lock>, F_GETFL) = 0x8000')).toBeNull();
});
