import { expect, test } from 'vitest';
import { straceWords } from './plan.ts';

test('only looking', () => {
	expect(straceWords({ file: '/x/trace', calls: ['bind', 'listen'] }).join(' ')).toMatchInlineSnapshot(
		`"strace -DDD -f -qq -ttt -s 256 -o /x/trace -e trace=bind,listen --"`,
	);
});

test('an errno at the third bind of a thread', () => {
	const injection = { syscall: 'bind', nth: 3, effect: { errno: 'EACCES' } };
	expect(straceWords({ file: '/x/trace', calls: ['bind'], injection }).join(' ')).toMatchInlineSnapshot(
		`"strace -DDD -f -qq -ttt -s 256 -o /x/trace -e trace=bind --seccomp-bpf -e inject=bind:error=EACCES:when=3 --"`,
	);
});

test('a signal at the first bind of a thread', () => {
	const injection = { syscall: 'bind', nth: 1, effect: { signal: 'KILL' } };
	expect(straceWords({ file: '/x/trace', calls: ['bind'], injection }).join(' ')).toMatchInlineSnapshot(
		`"strace -DDD -f -qq -ttt -s 256 -o /x/trace -e trace=bind -e inject=bind:signal=KILL:when=1 --"`,
	);
});
