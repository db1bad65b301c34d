import { expect, test } from 'vitest';
import { parseTrace } from '../syscalls/parse.ts';
import { needsFolder, WorkingFolders } from './working-folders.ts';

function whole(...calls: string[]): string[] {
	const folders = new WorkingFolders({ arena: '/arena', isPrivate: true, shown: [] });
	const trace = parseTrace(calls.map((call) => `620 1.5 ${call}`).join('\n'));
	return trace.flatMap((entry) => {
		const told = folders.whole(entry);
		return told.kind === 'call' ? `${told.name}(${told.args})` : [];
	});
}

test('paths are looked up in the working folder, which the arena gives, a call names, or chdir changes', () => {
	expect(
		whole(
			'mkdir("work", 0777) = 0',
			'rename("a.tmp", "/arena/home/a") = 0',
			'symlink("beside", "b") = 0',
			'openat(AT_FDCWD</arena/home>, "x", O_RDONLY) = 3</arena/home/x>',
			'unlink("lock") = 0',
			'chdir("deeper") = 0',
			'rmdir("y") = -1 ENOENT (No such file or directory)',
			'fchdir(4</tmp>) = 0',
			'access("z", F_OK) = 0',
			'unlink("/arena/cwd/w") = 0',
			'readlink("", 0x7f, 5) = -1 ENOENT (No such file or directory)',
		),
	).toEqual([
		'mkdir("/arena/cwd/work", 0777)',
		'rename("/arena/cwd/a.tmp", "/arena/home/a")',
		'symlink("beside", "/arena/cwd/b")',
		'openat(AT_FDCWD</arena/home>, "x", O_RDONLY)',
		'unlink("/arena/home/lock")',
		'chdir("/arena/home/deeper")',
		'rmdir("/arena/home/deeper/y")',
		'fchdir(4</tmp>)',
		'access("/tmp/z", F_OK)',
		'unlink("/arena/cwd/w")',
		'readlink("", 0x7f, 5)',
	]);
});

test.each([
	['620 1.5 mkdir("work", 0777) = 0', true],
	['620 1.5 symlink("/opt/x", "work") = 0', true],
	['620 1.5 rename("/opt/a", "b") = 0', true],
	['620 1.5 access("/opt/x", F_OK) = 0', false],
	['620 1.5 chdir("/opt") = 0', true],
])('%s needs the working folder: %s', (line, expected) => expect(needsFolder(line)).toBe(expected));
