import type { CapabilityName } from '../arena/capabilities.ts';

/** What a missing capability costs, and what to do about it. */
export const doctorTexts: Readonly<Record<CapabilityName, { readonly removes: string; readonly nextStep: string }>> = {
	namespaces: {
		removes:
			'gateways share this machine’s network, /tmp and process table; ports are reserved instead, and a guard cleans up',
		nextStep: 'install util-linux (unshare) and iproute2 (ip), and allow user namespaces',
	},
	strace: {
		removes: 'faults at a system call (injected bind failures, SIGKILL as it calls bind), and both explorers',
		nextStep: 'install strace (apt-get install strace)',
	},
	setpriv: {
		removes: 'rights cannot be dropped: a gateway could undo its read-only file system',
		nextStep: 'install util-linux (setpriv)',
	},
	'privileged-ports': {
		removes: 'the real bind failure of an ordinary user on a privileged port',
		nextStep: '',
	},
	'default-port': {
		removes: 'the case on the default port, which the host’s own gateway may hold',
		nextStep: 'make namespaces work',
	},
};

/** What `gatelock doctor` says around them. */
export const doctorMessages = {
	machine: ({ gatelock, node, platform, user }: Readonly<Record<'gatelock' | 'node' | 'platform' | 'user', string>>) =>
		`Gatelock ${gatelock} on Node ${node}, ${platform}, as ${user}`,
	isolation: 'Isolation: ',
	present: 'present',
	missing: (reason: string) => `missing: ${reason}`,
	withoutIt: (removes: string) => `without it: ${removes}`,
	nextStep: (step: string) => `next step: ${step}`,
	sum: (missing: number) =>
		missing === 0 ? 'Nothing is missing.' : `${missing} missing; the cases that need them are skipped and counted.`,
} as const;

/** What `gatelock judge` says of a record that is damaged; the file is named. */
export const judgeMessages = {
	empty: 'The timeline is empty: the harness was stopped before its first line. Record the case again.',
	timelineUnreadable: (file: string, problem: string) => `judge ${file}: ${problem}`,
	reportUnreadable: (file: string) =>
		`gatelock: ${file} cannot be read, so cases without a timeline (skipped ones), the baseline and the versions are missing below; the timelines are judged.`,
} as const;

/** What the shadow of a run says. */
export const cliMessages = {
	strays:
		'processes that had shed every mark of their gateway outlived the run and were killed. Nobody can tell whose they were, so there is no verdict. Next step: run it where namespaces work (gatelock doctor).',
	folderStays: (folder: string, problem: string) =>
		`the arenas in ${folder} could not be removed: ${problem}. Next step: remove that folder by hand.`,
	/** @param code 128 and more: ended by the signal of that number less 128. */
	harnessEnded: (code: number) => {
		const how = code > 128 ? `ended by signal ${code - 128}` : `ended with exit code ${code}`;
		return `the harness itself was ${how} before it was done, so there is no verdict. A gateway that kills its parent does that; so does a machine without memory.`;
	},
};

/** What a filter means; see `filterScenarios`. */
export const filterHelp =
	'only these scenarios: the one whose id or title it is, else all whose id or title contains it, in upper or lower case';

/** What would choose a scenario, as the end of the sentence "Allowed: …". */
export const selectionMessages = {
	tag: (known: readonly string[]) => `a tag that scenarios have: ${known.join(', ')}`,
	filter: (ids: readonly string[]) => `a part of a scenario's id or title:${listOf(ids)}`,
	nearFilter: (ids: readonly string[]) => `a part of a scenario's id or title. Did you mean:${listOf(ids)}`,
	taggedFilter: (
		tags: readonly string[],
		matching: readonly { readonly id: string; readonly tags: readonly string[] }[],
	) =>
		`with --tag ${tags.join(', --tag ')}, a part of the id or title of a scenario that has this tag; it matches:${listOf(
			matching.map((scenario) => `${scenario.id} (${scenario.tags.join(', ')})`),
		)}`,
} as const;

/** More names than this help nobody at a terminal. */
const maxListed = 20;

function listOf(lines: readonly string[]): string {
	const shown = lines.slice(0, maxListed).map((line) => `\n  ${line}`);
	const rest = lines.length - shown.length;
	return [
		...shown,
		...(rest > 0 ? [`\n  … and ${rest} more; docs/catalogue.md lists those that the kit brings`] : []),
	].join('');
}

/** What `gatelock contracts` says besides the contracts. */
export const contractMessages = {
	same: 'They promise the same.',
} as const;

/** What `gatelock builds` says. */
export const buildsMessages = {
	inUse: ', in use',
	noIntegrity: 'no integrity known',
	notInUse: 'a build that no process uses now',
	nothingCached: 'nothing: the cache is empty',
	ready: (build: string) => `${build}: in the cache`,
	removed: (build: string, size: string) => `removed ${build} (${size})`,
	left: (size: string, limit: string) => `the cache holds ${size} of at most ${limit}`,
	restInUse: 'all that is left is in use',
	total: (count: number, size: string, limit: string, folder: string) =>
		`${count} ${count === 1 ? 'build' : 'builds'}, ${size} of at most ${limit}, in ${folder}`,
} as const;
