import { tryCommand } from './try-command.ts';

/** Environment variable by which the inside of a run learns the pid of its reaper. */
export const reaperVariable = 'GATELOCK_REAPER';

/** PR_SET_CHILD_SUBREAPER (linux/prctl.h), and the number of prctl for Perl, which has no name for it. */
const option = 36;
const prctlNumbers: Readonly<Partial<Record<NodeJS.Architecture, number>>> = { x64: 157, arm64: 167 };

/** After the end of the run, rounds of 50 ms: then what still lives is killed, and then the harness's own, too. */
const graceRounds = 12;
const guardRounds = 80;
const maxRounds = 200;

/**
 * Words that run a command below a reaper: a shell to which the kernel hands every orphan below it (prctl(2)), whatever
 * that process did to its session, its environment and its limits. It waits for them, so that they do not stay zombies.
 * After the command it kills what is left; a run that passed until then ends as `invalid`.
 *
 * @param adopt See `adoptingWords`.
 * @param guardProgram Part of the command line of those who tidy up after the harness; they get some seconds more.
 * @param invalid The exit code of such a run, and what is said of it.
 */
export function reaperWords(
	adopt: readonly string[],
	guardProgram: string,
	invalid: { readonly code: number; readonly say: string },
): string[] {
	// The harness's own processes: gateways do not inherit its environment.
	const own = `-e '${guardProgram}' -e '${reaperVariable}='`;
	const isOwn = `grep -qsF ${own} /proc/$child/cmdline /proc/$child/environ`;
	const script = [
		`${reaperVariable}=$$ "$@"`,
		'code=$? round=0 strays=0',
		`while [ $round -lt ${maxRounds} ]; do`,
		'children=; read -r children 2>/dev/null < /proc/$$/task/$$/children',
		'[ -n "$children" ] || break',
		`if [ $round -ge ${graceRounds} ]; then for child in $children; do`,
		`if [ $round -lt ${guardRounds} ] && ${isOwn}; then continue; fi`,
		'kill -9 $child 2>/dev/null && strays=1',
		'done; fi',
		'sleep 0.05; round=$((round + 1))',
		'done',
		`if [ $strays = 1 ] && [ $code = 0 ]; then echo '${invalid.say.replaceAll("'", "'\\''")}' >&2; code=${invalid.code}; fi`,
		'exit $code',
	].join('\n');
	return [...adopt, 'sh', '-c', script, 'gatelock'];
}

/** Words that make the program after them one to which orphans are handed; null when this machine has no means to. */
export async function adoptingWords(): Promise<string[] | null> {
	if (process.platform !== 'linux') return null;
	const number = prctlNumbers[process.arch];
	const perl = `syscall(${number}, ${option}, 1, 0, 0, 0); exec { $ARGV[0] } @ARGV`;
	const python = `import ctypes, os, sys; ctypes.CDLL(None).prctl(${option}, 1, 0, 0, 0); os.execvp(sys.argv[1], sys.argv[1:])`;
	const means = [...(number === undefined ? [] : [['perl', '-e', perl]]), ['python3', '-c', python]];
	for (const words of means) if (await isHandedOrphans(words)) return words;
	return null;
}

/** Makes an orphan, and looks for it below itself. */
async function isHandedOrphans(words: readonly string[]): Promise<boolean> {
	const script = '(sleep 5 &) >/dev/null 2>&1; read -r child < /proc/$$/task/$$/children; kill -9 $child';
	return (await tryCommand([...words, 'sh', '-c', script], { timeoutMs: 5_000 })).exitCode === 0;
}
