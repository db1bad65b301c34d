import { existsSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'shell-quote';
import { GatewayCommandError } from './errors.ts';
import { scriptIndex } from './script-of.ts';

/** A gateway as a command line with holes, ready for any port. */
export interface GatewayCommand {
	/** What the user wrote, for reports. */
	readonly text: string;
	/** Words; `{port}` and `{token}` stand where the port and `gatewayToken` belong. */
	readonly words: readonly string[];
	/** Variables that the build needs. */
	readonly environment: Readonly<Record<string, string>>;
}

const portHole = '{port}';
/** The token that gateways are started with where they want one. It guards nothing: they listen in an arena. */
export const gatewayToken = 'gatelock';
/** What double quotes (kept apart), single quotes or a backslash protect. */
const quoted = /"((?:\\.|[^"\\])*)"|'[^']*'|\\./gs;

/**
 * Splits a command as a shell would, without a shell: quotes and backslashes are understood, operators, substitutions
 * and comments are refused, `$NAME` stays as it is. A word that names an existing file relative to `folder` is made
 * absolute, because gateways run in a folder of their own; so is the value of an option (`--import=./hook.mjs`).
 *
 * @throws GatewayCommandError when there is no program, or when it needs a shell.
 */
export function parseGatewayCommand(text: string, folder: string): GatewayCommand {
	const openQuote = /["']/.exec(text.replaceAll(quoted, ''))?.[0];
	if (openQuote !== undefined) throw new GatewayCommandError(text, { kind: 'open-quote', what: openQuote });
	if (/`|\$\(/.test(outsideQuotes(text))) throw needsShell(text, 'a command substitution');
	const words = parse(text, (name) => `$${name}`).map((entry) => {
		if (typeof entry === 'string') return entry;
		if ('op' in entry && entry.op === 'glob') return entry.pattern;
		throw needsShell(text, 'op' in entry ? `the shell operator "${entry.op}"` : 'a comment');
	});
	if (words.length === 0 || words[0] === '') throw new GatewayCommandError(text, { kind: 'no-program', what: '' });
	return { text, words: words.map((word) => absolute(word, folder)), environment: {} };
}

/**
 * The script that the command's interpreter is to run, when it is not there: its whole path. A word that only looks like
 * a file is none, and neither is one that holds a variable or the port.
 */
export function missingScript(command: GatewayCommand, folder: string): string | null {
	const at = scriptIndex(command.words);
	const script = at === null ? undefined : command.words[at];
	if (script === undefined || /[{$*?]/.test(script)) return null;
	const file = path.resolve(folder, script);
	return existsSync(file) ? null : file;
}

function needsShell(text: string, what: string): GatewayCommandError {
	return new GatewayCommandError(text, { kind: 'needs-shell', what });
}

/** The words for one start. Without a `{port}` hole, ` gateway --port <port>` is appended; a null port leaves it out. */
export function commandForPort(command: GatewayCommand, port: number | string | null): string[] {
	const holds = command.words.some((word) => word.includes(portHole));
	const words = command.words.map((word) => word.replaceAll('{token}', gatewayToken));
	if (port === null) return withoutPort(words, holds);
	if (!holds) return [...words, 'gateway', '--port', String(port)];
	return words.map((word) => word.replaceAll(portHole, String(port)));
}

/** The default port is asked for by saying nothing: the hole goes, and the option before it. */
function withoutPort(words: readonly string[], holds: boolean): string[] {
	if (!holds) return [...words, 'gateway'];
	const kept: string[] = [];
	for (const word of words) {
		if (word === portHole) {
			if (kept.at(-1)?.startsWith('-')) kept.pop();
		} else if (!word.includes(portHole)) {
			kept.push(word);
		}
	}
	return kept;
}

/** What a shell would still look for substitutions in: not what single quotes or a backslash protect. */
function outsideQuotes(text: string): string {
	return text.replaceAll(quoted, (_, inner?: string) => inner?.replaceAll(/\\./gs, '') ?? '');
}

function absolute(word: string, folder: string): string {
	const [option, value] = /^(--[\w-]+=)(\.\.?\/.*)$/s.exec(word)?.slice(1) ?? [];
	if (option !== undefined && value !== undefined) return `${option}${absolute(value, folder)}`;
	if (path.isAbsolute(word) || word.startsWith('-') || !/[/\\.]/.test(word)) return word;
	const candidate = path.resolve(folder, word);
	return existsSync(candidate) ? candidate : word;
}
