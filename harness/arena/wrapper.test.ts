import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../testing/temp-folder.ts';
import { type WrapperOptions, wrapperWords } from './wrapper.ts';

const plain: WrapperOptions = {
	arena: '/arena',
	mark: 4242,
	visible: [],
	namespaces: false,
	ordinaryUser: false,
	setpriv: true,
};

test('without namespaces: no core dumps, the arena’s folder, and the pid stays', () => {
	expect(wrapperWords(plain)).toMatchInlineSnapshot(`
		[
		  "sh",
		  "-c",
		  "ulimit -c 0
		{ ulimit -w 4242 || ulimit -x 4242; } 2>/dev/null || :
		cd "$GATELOCK_CWD" || exit 125
		unset GATELOCK_WRAPPING GATELOCK_CWD
		exec "$@"",
		  "gatelock",
		]
	`);
});

test('as an ordinary user the right to bind low ports is dropped', () => {
	expect(wrapperWords({ ...plain, ordinaryUser: true }).at(2)).toMatchInlineSnapshot(`
		"ulimit -c 0
		{ ulimit -w 4242 || ulimit -x 4242; } 2>/dev/null || :
		cd "$GATELOCK_CWD" || exit 125
		unset GATELOCK_WRAPPING GATELOCK_CWD
		exec setpriv --bounding-set -net_bind_service --inh-caps -net_bind_service -- "$@""
	`);
	expect(wrapperWords({ ...plain, ordinaryUser: true, setpriv: false })).toEqual(wrapperWords(plain));
});

test('in namespaces: private folders, everything else read-only, and no right to undo it', () => {
	const [unshare, ...words] = wrapperWords({ ...plain, namespaces: true });
	expect([unshare, ...words.slice(0, 6)]).toEqual(['unshare', '--mount', '--propagation', 'private', '--', 'sh', '-c']);
	const lines = (words[6] ?? '').split('\n');
	expect(lines.filter((line) => !line.includes('remount'))).toMatchInlineSnapshot(`
		[
		  "ulimit -c 0",
		  "{ ulimit -w 4242 || ulimit -x 4242; } 2>/dev/null || :",
		  "mount -n --rbind '/arena/tmp' /tmp || exit 125",
		  "mount -n --rbind '/arena/var-tmp' /var/tmp || exit 125",
		  "mount -n --rbind '/arena/shm' /dev/shm || exit 125",
		  "mount -n --rbind '/arena/run' /run || exit 125",
		  "cd "$GATELOCK_CWD" || exit 125",
		  "unset GATELOCK_WRAPPING GATELOCK_CWD",
		  "exec setpriv --bounding-set -sys_admin,-sys_ptrace --inh-caps -sys_admin,-sys_ptrace -- "$@"",
		]
	`);
	const remounts = lines.filter((line) => line.includes('remount'));
	expect(remounts).toContain("mount -n -o remount,bind,ro '/' 2>/dev/null || :");
	expect(remounts.filter((line) => line.includes("'/proc'"))).toEqual([]);
});

test('what must stay visible below a private folder is mounted read-only into it', () => {
	const visible = path.join(tempFolder('/tmp'), "it's here");
	const arena = tempFolder();
	mkdirSync(visible);
	const script = wrapperWords({ ...plain, arena, visible: [visible, '/usr/bin'], namespaces: true }).at(7) ?? '';
	const outer = path.dirname(visible);
	const place = path.join(arena, 'tmp', path.basename(outer));
	expect(script.split('\n').filter((line) => line.includes(outer))).toEqual([
		`mount -n --rbind '${outer}' '${place}' && mount -n -o remount,bind,ro '${place}'`,
	]);
});

test('a quote in a path stays one word of the shell', () => {
	const arena = path.join(tempFolder(), "it's");
	mkdirSync(arena);
	const script = wrapperWords({ ...plain, arena, namespaces: true }).at(7) ?? '';
	expect(script).toContain(`'${path.join(arena, 'tmp').replace("'", "'\\''")}' /tmp || exit 125`);
});
