import { expect, test } from 'vitest';
import { parseTrace } from '../syscalls/parse.ts';
import { RelevantCallReader } from './relevant-calls.ts';

const paths = { arena: '/mnt/world', isPrivate: true, shown: [] };

/** As recorded by `strace -f -ttt -y`. */
function relevant(...calls: string[]): string[] {
	const trace = calls.map((call, at) => `620   1795392687.22610${at} ${call}`).join('\n');
	const reader = new RelevantCallReader(paths);
	return parseTrace(trace).flatMap((entry) => {
		const call = reader.read(entry);
		return call === null ? [] : [`${call.relevance}: ${call.text}`];
	});
}

test('what changes files in the arena', () => {
	expect(
		relevant(
			'mkdir("/mnt/world/home/main/.gateway", 0777) = 0',
			'openat(AT_FDCWD</>, "/mnt/world/home/main/.gateway/x.lock", O_WRONLY|O_CREAT|O_EXCL|O_CLOEXEC, 0666) = 21</mnt/world/home/main/.gateway/x.lock>',
			'write(21</mnt/world/home/main/.gateway/x.lock>, "620", 3) = 3',
			'writev(21</mnt/world/home/main/.gateway/x.lock>, [{iov_base="a, b", iov_len=4}], 1) = 4',
			'rename("/tmp/a\\"b, c", "/tmp/d") = 0',
			'unlinkat(AT_FDCWD</mnt/world/cwd>, "x", 0) = 0',
			'symlinkat("/etc/target", 7</mnt/world/run>, "\\303\\244") = 0',
			'bind(21<socket:[1]>, {sa_family=AF_UNIX, sun_path="/run/gateway.sock"}, 110) = 0',
			'truncate("/dev/shm/state", 0) = 0',
			'utimensat(5</tmp/x (y)>, NULL, NULL, 0) = 0',
		),
	).toEqual([
		'files: mkdir home/main/.gateway',
		'files: openat home/main/.gateway/x.lock',
		'files: write home/main/.gateway/x.lock "620"',
		'files: writev home/main/.gateway/x.lock',
		'files: rename tmp/a"b, c → tmp/d',
		'files: unlinkat cwd/x',
		'files: symlinkat run/ä',
		'files: bind run/gateway.sock',
		'files: truncate shm/state',
		'files: utimensat tmp/x (y)',
	]);
});

test('what the kernel forgets with its process, and the end itself', () => {
	expect(
		relevant(
			'bind(21<socket:[1939006]>, {sa_family=AF_INET, sin_port=htons(23456), sin_addr=inet_addr("127.0.0.1")}, 16) = 0',
			'listen(21<socket:[1939006]>, 511) = 0',
			'flock(3</mnt/world/home/main/l>, LOCK_EX|LOCK_NB) = 0',
			'fcntl(3</mnt/world/home/main/l>, F_SETLK, {l_type=F_WRLCK, l_whence=SEEK_SET, l_start=0, l_len=1}) = 0',
			'close(3</mnt/world/home/main/l>) = 0',
			'close(21<socket:[1939006]>) = 0',
			'exit_group(1) = ?',
		),
	).toEqual([
		'kernel: bind 127.0.0.1:23456',
		'kernel: listen',
		'kernel: flock home/main/l LOCK_EX|LOCK_NB',
		'kernel: fcntl home/main/l F_SETLK',
		'kernel: close home/main/l',
		'kernel: close of a socket',
		'exit: exit_group 1',
	]);
});

test('what a later start cannot see', () => {
	expect(
		relevant(
			// Read only, outside of the arena, failed, never returned, the harness's own, no lock.
			'openat(AT_FDCWD</>, "/mnt/world/home/main/config.json", O_RDONLY|O_CLOEXEC) = 21</mnt/world/home/main/config.json>',
			'write(1<pipe:[77]>, "listening\\n", 10) = 10',
			'write(3</mnt/worldly/x>, "a", 1) = 1',
			'mkdir("/mnt/world/home/main/.gateway", 0777) = -1 EEXIST (File exists)',
			'unlink("/mnt/world/home/main/x") = ?',
			'openat(AT_FDCWD</>, "/mnt/world/control/x", O_WRONLY|O_CREAT, 0666) = 3</mnt/world/control/x>',
			'fcntl(3</mnt/world/home/main/l>, F_GETFL) = 0x8000',
			'close(3</usr/lib/x.so>) = 0',
			'close(3</mnt/world/home/main/config.json>) = 0',
			'close(4<socket:[8]>) = 0',
			'bind(4<socket:[7]>, {sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, 12) = 0',
		),
	).toEqual([]);
});

test('without namespaces /tmp is not the arena’s', () => {
	const [entry] = parseTrace('1 1.5 unlink("/tmp/x") = 0');
	const call =
		entry && new RelevantCallReader({ arena: '/tmp/gatelock-1/world', isPrivate: false, shown: [] }).read(entry);
	expect(call).toBeNull();
});

test('what the machine shows below a private folder is none of the arena’s', () => {
	const [program, own] = parseTrace('1 1.5 unlink("/tmp/project/x") = 0\n1 1.6 unlink("/tmp/projects/x") = 0');
	const reader = new RelevantCallReader({ arena: '/mnt/world', isPrivate: true, shown: ['/tmp/project'] });
	expect(program && reader.read(program)).toBeNull();
	expect(own && reader.read(own)).toMatchObject({ text: 'unlink tmp/projects/x' });
});
