import { expect, test } from 'vitest';
import { innerArgs, needsShell, type WrapperOptions, wrapperArgs } from './wrapper.ts';

const plain: WrapperOptions = {
	mark: { kind: 'limit', value: 4242 },
	enter: null,
	settingsTable: '/arena/control/settings',
	ordinaryUser: false,
	setpriv: true,
};

const inSandbox: WrapperOptions = {
	...plain,
	mark: { kind: 'capabilities', mountNamespace: 'mnt:[1]', instance: 2 },
	enter: ['nsenter', '--mount=/ns/mnt', '--'],
};

test('without namespaces: no core dumps, the working folder of the arena, and the pid stays', () => {
	expect(wrapperArgs(plain)).toMatchInlineSnapshot(`
		[
		  "sh",
		  "-c",
		  "ulimit -c 0
		{ ulimit -w 4242 || ulimit -x 4242; } 2>/dev/null || :
		cd "$GATELOCK_CWD" || exit 125
		unset GATELOCK_CWD
		exec "$@"",
		  "gatelock",
		]
	`);
	expect(needsShell(plain)).toBe(true);
});

test('as an ordinary user the right to bind low ports is dropped', () => {
	const drop = ['setpriv', '--bounding-set', '-net_bind_service', '--inh-caps', '-net_bind_service', '--'];
	expect(wrapperArgs({ ...plain, ordinaryUser: true }).slice(-6)).toEqual(drop);
	expect(wrapperArgs({ ...plain, ordinaryUser: true, setpriv: false })).toEqual(wrapperArgs(plain));
});

test('in a sandbox two programs stand before the gateway, and none of them mounts', () => {
	const args = wrapperArgs(inSandbox);
	expect(args).toMatchInlineSnapshot(`
		[
		  "nsenter",
		  "--mount=/ns/mnt",
		  "--",
		  "setpriv",
		  "--bounding-set",
		  "-sys_admin,-sys_ptrace",
		  "--inh-caps",
		  "-sys_admin,-sys_ptrace,+cap_9,+cap_11",
		  "--",
		]
	`);
	expect(args.filter((each) => each === '--')).toHaveLength(2);
	expect(needsShell(inSandbox)).toBe(false);
});

test('without setpriv a shell leaves the mark', () => {
	const args = wrapperArgs({ ...inSandbox, mark: plain.mark, setpriv: false });
	expect([args[0], args[3]]).toEqual(['nsenter', 'sh']);
});

test('a host name is set before the sandbox is entered, and quoted', () => {
	const args = wrapperArgs({ ...inSandbox, world: { hostName: "it's" } });
	expect(args.slice(0, 5)).toEqual(['unshare', '--uts', '--', 'sh', '-c']);
	expect(args[5]).toContain(`printf %s 'it'\\''s' > /proc/sys/kernel/hostname`);
	expect(args.slice(7)).toEqual(wrapperArgs(inSandbox));
});

test('in a pid namespace of its own the settings of the machine are protected again, before any neighbour runs', () => {
	const args = wrapperArgs({ ...inSandbox, world: { ownPids: true, neighbours: [['sleep', '1']] } });
	const script = args[args.indexOf('-c') + 1] ?? '';
	expect(script.split('\n')).toEqual([
		"mount -n -a -T '/arena/control/settings' || exit 125",
		"'sleep' '1' >/dev/null 2>&1 &",
		'"$@"',
		'exit $?',
	]);
	expect(args.slice(-6)).toEqual(innerArgs(inSandbox));
});
