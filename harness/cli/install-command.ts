import { findProgram } from '../gateway/find-program.ts';
import type { DoctorText } from './messages.ts';

/** Package managers, and how each installs. */
const managers: readonly (readonly [program: string, words: string])[] = [
	['apt-get', 'apt-get install --yes'],
	['dnf', 'dnf install --assumeyes'],
	['apk', 'apk add'],
	['pacman', 'pacman -S --noconfirm'],
	['zypper', 'zypper install --no-confirm'],
];

/**
 * The command that brings what is missing: the machine's own package manager when a program is not there, else what
 * allows it; null when no command does.
 */
export function commandFor(
	{ packages, command }: Pick<DoctorText, 'packages' | 'command'>,
	reason: string,
): string | null {
	if (packages.length > 0 && (command === undefined || /not installed/.test(reason))) return installCommand(packages);
	return command ?? null;
}

function installCommand(packages: readonly string[]): string {
	const [, words] = managers.find(([program]) => findProgram(program) !== null) ?? ['', 'apt-get install --yes'];
	const sudo = process.getuid?.() === 0 ? '' : 'sudo ';
	return `${sudo}${words} ${packages.join(' ')}`;
}
