import { expect, test } from 'vitest';
import { bindIndex } from './bind-plan.ts';
import { parseTrace } from './parse.ts';

const netlink = 'bind(3, {sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, 12) = 0';
const unix = 'bind(17, {sa_family=AF_UNIX, sun_path="/run/gateway.sock"}, 110) = 0';
const own = bindOf(20_040, '127.0.0.1');

test.each<[string, string[], number | null]>([
	['the first bind', [`10 1.1 ${own}`], 1],
	['after a netlink and a unix socket', [`10 1.1 ${netlink}`, `10 1.2 ${unix}`, `10 1.3 ${own}`], 3],
	['counted per thread', [`11 1.1 ${netlink}`, `11 1.2 ${netlink}`, `10 1.3 ${netlink}`, `10 1.4 ${own}`], 2],
	['only of its own port', [`10 1.1 ${bindOf(2004, '127.0.0.1')}`, `10 1.2 ${bindOf(20_041, '127.0.0.1')}`], null],
	['only of its own address', [`10 1.1 ${bindOf(20_040, '0.0.0.0')}`, `10 1.2 ${own}`], 2],
	['no other call', [`10 1.1 ${own.replace('bind', 'connect')}`], null],
	['nothing', [], null],
])('the own bind: %s', (_, lines, nth) => {
	expect(bindIndex(parseTrace(lines.join('\n')), 20_040, '127.0.0.1')).toBe(nth);
});

function bindOf(port: number, host: string): string {
	return `bind(18, {sa_family=AF_INET, sin_port=htons(${port}), sin_addr=inet_addr("${host}")}, 16) = 0`;
}
