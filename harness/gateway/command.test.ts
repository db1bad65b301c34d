import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { quote } from 'shell-quote';
import { expect, test } from 'vitest';
import { tempFolder } from '../testing/temp-folder.ts';
import { commandForPort, missingScript, parseGatewayCommand } from './command.ts';

const words = (text: string) => parseGatewayCommand(text, '/nowhere').words;

test.each<[string, string[]]>([
	['node gateway.mjs', ['node', 'gateway.mjs']],
	['node \'my gateway.mjs\' "a b" c\\ d', ['node', 'my gateway.mjs', 'a b', 'c d']],
	['node "" \'\'', ['node', '', '']],
	['node *.mjs "*" [ab]?', ['node', '*.mjs', '*', '[ab]?']],
	['node $HOME/x ${HOME} "$PORT"', ['node', '$HOME/x', '$HOME', '$PORT']],
	['node ~/gateway', ['node', '~/gateway']],
	['node --flag={port} {port}', ['node', '--flag={port}', '{port}']],
	['node "a;b" \'c|d\' "e&&f" \'#g\'', ['node', 'a;b', 'c|d', 'e&&f', '#g']],
	["node '`a`' '$(b)' \\$\\(c\\)", ['node', '`a`', '$(b)', '$(c)']],
	['  node   x  ', ['node', 'x']],
])('%s is %j', (text, expected) => {
	expect(words(text)).toEqual(expected);
});

test('what needs a shell is refused, with its name and the next step', () => {
	const refusals = [
		'a | b',
		'a && b',
		'a; b',
		'a > log',
		'a < in',
		'a &',
		'a $(b)',
		'a `b`',
		'(a)',
		'a # b',
		'a "x$(b)"',
		'a "it\'s `b`"',
	];
	expect(refusals.map((text) => [text, refusalOf(text)])).toMatchInlineSnapshot(`
		[
		  [
		    "a | b",
		    "GatewayCommandError: --gateway "a | b" holds the shell operator "|", which needs a shell. Allowed: a program and its arguments, quoted as in a shell. Next step: put it into a script, or quote it.",
		  ],
		  [
		    "a && b",
		    "GatewayCommandError: --gateway "a && b" holds the shell operator "&&", which needs a shell. Allowed: a program and its arguments, quoted as in a shell. Next step: put it into a script, or quote it.",
		  ],
		  [
		    "a; b",
		    "GatewayCommandError: --gateway "a; b" holds the shell operator ";", which needs a shell. Allowed: a program and its arguments, quoted as in a shell. Next step: put it into a script, or quote it.",
		  ],
		  [
		    "a > log",
		    "GatewayCommandError: --gateway "a > log" holds the shell operator ">", which needs a shell. Allowed: a program and its arguments, quoted as in a shell. Next step: put it into a script, or quote it.",
		  ],
		  [
		    "a < in",
		    "GatewayCommandError: --gateway "a < in" holds the shell operator "<", which needs a shell. Allowed: a program and its arguments, quoted as in a shell. Next step: put it into a script, or quote it.",
		  ],
		  [
		    "a &",
		    "GatewayCommandError: --gateway "a &" holds the shell operator "&", which needs a shell. Allowed: a program and its arguments, quoted as in a shell. Next step: put it into a script, or quote it.",
		  ],
		  [
		    "a $(b)",
		    "GatewayCommandError: --gateway "a $(b)" holds a command substitution, which needs a shell. Allowed: a program and its arguments, quoted as in a shell. Next step: put it into a script, or quote it.",
		  ],
		  [
		    "a \`b\`",
		    "GatewayCommandError: --gateway "a \`b\`" holds a command substitution, which needs a shell. Allowed: a program and its arguments, quoted as in a shell. Next step: put it into a script, or quote it.",
		  ],
		  [
		    "(a)",
		    "GatewayCommandError: --gateway "(a)" holds the shell operator "(", which needs a shell. Allowed: a program and its arguments, quoted as in a shell. Next step: put it into a script, or quote it.",
		  ],
		  [
		    "a # b",
		    "GatewayCommandError: --gateway "a # b" holds a comment, which needs a shell. Allowed: a program and its arguments, quoted as in a shell. Next step: put it into a script, or quote it.",
		  ],
		  [
		    "a "x$(b)"",
		    "GatewayCommandError: --gateway "a \\"x$(b)\\"" holds a command substitution, which needs a shell. Allowed: a program and its arguments, quoted as in a shell. Next step: put it into a script, or quote it.",
		  ],
		  [
		    "a "it's \`b\`"",
		    "GatewayCommandError: --gateway "a \\"it's \`b\`\\"" holds a command substitution, which needs a shell. Allowed: a program and its arguments, quoted as in a shell. Next step: put it into a script, or quote it.",
		  ],
		]
	`);
});

test('a command without a program is refused', () => {
	expect(['', '   ', '""', "'' a"].map(refusalOf)).toMatchInlineSnapshot(`
		[
		  "GatewayCommandError: --gateway "" names no program. Allowed: a program and its arguments; {port} is replaced by the port.",
		  "GatewayCommandError: --gateway "   " names no program. Allowed: a program and its arguments; {port} is replaced by the port.",
		  "GatewayCommandError: --gateway "\\"\\"" names no program. Allowed: a program and its arguments; {port} is replaced by the port.",
		  "GatewayCommandError: --gateway "'' a" names no program. Allowed: a program and its arguments; {port} is replaced by the port.",
		]
	`);
});

test('existing relative files become absolute, everything else stays', () => {
	const folder = tempFolder();
	mkdirSync(path.join(folder, 'bin'));
	for (const file of ['gateway.mjs', 'bin/run', 'node', 'a b.mjs']) writeFileSync(path.join(folder, file), '');
	const text = 'node gateway.mjs ./gateway.mjs bin/run "a b.mjs" missing.mjs --config=gateway.mjs /etc/hosts .';
	expect(parseGatewayCommand(text, folder)).toEqual({
		text,
		// `node` is a program on PATH, though a file has its name.
		words: [
			'node',
			path.join(folder, 'gateway.mjs'),
			path.join(folder, 'gateway.mjs'),
			path.join(folder, 'bin/run'),
			path.join(folder, 'a b.mjs'),
			'missing.mjs',
			'--config=gateway.mjs',
			'/etc/hosts',
			folder,
		],
		environment: {},
	});
});

test('words quoted for a shell are the words again', () => {
	const word = fc.string({ minLength: 1, unit: fc.constantFrom(...`$aZ0 '"\\|&;<>()#*?[]{}!~-=`) });
	fc.assert(
		fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (wanted) => {
			expect(words(quote(wanted))).toEqual(wanted);
		}),
	);
});

test.each<[string, number | string | null, string[]]>([
	['node g', 20_040, ['node', 'g', 'gateway', '--port', '20040']],
	['node g', 'abc', ['node', 'g', 'gateway', '--port', 'abc']],
	['node g', null, ['node', 'g', 'gateway']],
	['node g serve -p {port}', 20_040, ['node', 'g', 'serve', '-p', '20040']],
	['node g serve -p {port}', null, ['node', 'g', 'serve']],
	['node g --listen=127.0.0.1:{port} {port}', 20_040, ['node', 'g', '--listen=127.0.0.1:20040', '20040']],
	['node g --listen=127.0.0.1:{port} --tail', null, ['node', 'g', '--tail']],
	['node g {port} --tail', null, ['node', 'g', '--tail']],
	['node g --token {token} --port {port}', 1, ['node', 'g', '--token', 'gatelock', '--port', '1']],
])('%s on port %j starts %j', (text, port, expected) => {
	expect(commandForPort(parseGatewayCommand(text, '/nowhere'), port)).toEqual(expected);
});

function refusalOf(text: string): string {
	try {
		return words(text).join(' ');
	} catch (error) {
		return String(error);
	}
}

test('a quote that is never closed is refused', () => {
	expect(() => parseGatewayCommand(`node "gate way.mjs --port {port}`, '/')).toThrowErrorMatchingInlineSnapshot(
		`[GatewayCommandError: --gateway "node \\"gate way.mjs --port {port}" opens a quote (") that it never closes. Allowed: a program and its arguments, quoted as in a shell.]`,
	);
	expect(() => parseGatewayCommand(`node it's --port {port}`, '/')).toThrowErrorMatchingInlineSnapshot(
		`[GatewayCommandError: --gateway "node it's --port {port}" opens a quote (') that it never closes. Allowed: a program and its arguments, quoted as in a shell.]`,
	);
	expect(parseGatewayCommand(`node "it's" 'a "b"' it\\'s`, '/').words).toEqual(['node', "it's", 'a "b"', "it's"]);
});

test.each([
	['node x.mjs', '/nowhere/x.mjs'],
	['node ./x.mjs {port}', '/nowhere/x.mjs'],
	['env A=1 /usr/bin/python3.11 -u /gone/x.py', '/gone/x.py'],
	['node --import=./hook.mjs --no-warnings ../x.ts', '/x.ts'],
	// What may be a value, a name, code, or a word of the program's own is not refused.
	['node --import x.mjs', null],
	['node -r ./x.js', null],
	['node -e 1 x.mjs', null],
	['node --test', null],
	['node x', null],
	['node $HOME/x.mjs', null],
	['node x-{port}.mjs', null],
	['my-gateway x.mjs', null],
	['bash -c x.sh', null],
])('the script of %s that is missing: %s', (text, file) => {
	expect(missingScript(parseGatewayCommand(text, '/nowhere'), '/nowhere')).toBe(file);
});

test('what is there is meant from the folder that the command was written in', () => {
	const folder = tempFolder();
	writeFileSync(path.join(folder, 'x.mjs'), '');
	const command = parseGatewayCommand('node --import=./x.mjs x.mjs ./gone.json --config=./gone.json', folder);
	expect(command.words).toEqual([
		'node',
		`--import=${folder}/x.mjs`,
		`${folder}/x.mjs`,
		'./gone.json',
		'--config=./gone.json',
	]);
	expect(missingScript(command, folder)).toBeNull();
});
