import type { CapabilityName } from '../arena/capabilities.ts';
import type { Pause } from '../arena/pause.ts';
import type { OptionalName } from './doctor-page.ts';

export interface DoctorText {
	readonly removes: string;
	readonly nextStep: string;
	/** What brings it, where it is just not installed. */
	readonly packages: readonly string[];
	/** What brings it otherwise. */
	readonly command?: string;
}

/** What a missing capability costs, and what to do about it. */
export const doctorTexts: Readonly<Record<CapabilityName | OptionalName, DoctorText>> = {
	namespaces: {
		removes:
			'gateways share this machine’s network, /tmp and process table; ports are reserved instead, and a guard cleans up',
		nextStep: 'install unshare and ip, and allow user namespaces',
		packages: ['util-linux', 'iproute2'],
		command: 'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
	},
	strace: {
		removes: 'faults at a system call (injected bind failures, SIGKILL as it calls bind), and both explorers',
		nextStep: 'install strace',
		packages: ['strace'],
	},
	setpriv: {
		removes: 'rights cannot be dropped: a gateway could undo its read-only file system',
		nextStep: 'install setpriv',
		packages: ['util-linux'],
	},
	'privileged-ports': {
		removes: 'the real bind failure of an ordinary user on a privileged port',
		nextStep: 'install setpriv, and let ports below 1024 be for root only',
		packages: ['util-linux'],
		command: 'sudo sysctl -w net.ipv4.ip_unprivileged_port_start=1024',
	},
	'default-port': {
		removes: 'the case on the default port, which the host’s own gateway may hold',
		nextStep: 'make namespaces work, or stop what holds the port',
		packages: [],
		command: 'ss -ltnp sport = :18789',
	},
	'ipc-objects': {
		removes: 'what a gateway leaves of System V and POSIX IPC passes unseen; no case is skipped for it',
		nextStep: 'make namespaces work, and allow to mount mqueue in them',
		packages: [],
		command: 'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
	},
	libfaketime: {
		removes: 'the cases in which a gateway is started with its wall clock in the past or the future',
		nextStep: 'install libfaketime',
		packages: ['libfaketime'],
	},
	'second-uid': {
		removes: 'the cases in which another user shares /tmp or meets a home that is not its own',
		nextStep: 'run as root, and keep the kit, its Node and the gateway where every user may read',
		packages: [],
	},
	chromium: {
		removes: 'the tests of the report page in a real browser; the page itself opens in any browser',
		nextStep: 'install Chromium, or name it in GATELOCK_CHROMIUM',
		packages: ['chromium'],
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
	run: (command: string) => `run: ${command}`,
	sum: (missing: number) =>
		missing === 0 ? 'Nothing is missing.' : `${missing} missing; the cases that need them are skipped and counted.`,
} as const;

/** What `gatelock judge` says of a record that is damaged; the file is named. */
export const judgeMessages = {
	empty: 'The timeline is empty: the harness was stopped before its first line. Record the case again.',
	noCase: (file: string) =>
		`The run ended before its first case, while the gateway was measured, so there is nothing to judge. What the gateway did stands in ${file}. Next step: run it again; the run says why it ended.`,
	timelineUnreadable: (file: string, problem: string) => `judge ${file}: ${problem}`,
	reportUnreadable: (file: string) =>
		`gatelock: ${file} cannot be read, so cases without a timeline (skipped ones), the baseline and the versions are missing below; the timelines are judged.`,
} as const;

/** What `gatelock show` says. */
export const showMessages = {
	written: (file: string, megabytes: string) => `${file}  (${megabytes} MB)`,
	traced: (file: string, megabytes: string) => `${file}  (${megabytes} MB), for ui.perfetto.dev or chrome://tracing`,
	allowed: (ids: readonly string[]) =>
		`a run folder, a case folder, or the id of a run or a case in .gatelock${ids.length === 0 ? '; nothing is there yet: gatelock run makes one' : `; the latest run has: ${listOf(ids)}`}`,
	notOpened: (file: string, problem: string) =>
		`gatelock: no browser could be started (${problem}). Next step: open ${file} by hand.`,
} as const;

/** What is said while a case stands still. */
export const pauseMessages = {
	/** Processes are named as the machine names them. */
	paused: ({ event, caseId, t, processes, harness, folder, port, record, forMs }: Pause, shadowPid: number) => {
		const inside = processes[0]?.pid ?? harness;
		const lines = [
			'',
			`Paused: ${caseId} at the event ${event}, +${(t / 1000).toFixed(3)} s. Everything of it is stopped (SIGSTOP), and its clock with it.`,
			...processes.map(({ pid, name, instance }) => `  pid ${pid}  ${instance ?? '-'}  ${name}`),
			`  port    ${port}`,
			`  folder  /proc/${inside}/root${folder}`,
			`  record  ${record}`,
			`  inside  nsenter --target ${inside} --user --preserve-credentials --mount --net --ipc --pid -- sh`,
			`It goes on with Enter, with kill -CONT ${shadowPid}, or after ${Math.round(forMs / 1000)} s.`,
			'',
		];
		return `${lines.join('\n')}\n`;
	},
} as const;

/** What a replay says. */
export const reproMessages = {
	masked: (name: string) =>
		name === 'masked'
			? 'one without a secret in it; the record has it masked. Say it again with --gateway or --build'
			: `one whose secrets are known; set the variable ${name}, or say it again with --gateway or --build`,
	limitOrigin: (id: string, origin: string) => `as in run ${id}: ${origin}`,
	rate: ({
		again,
		runs,
		other,
		what,
	}: {
		readonly again: number;
		readonly runs: number;
		readonly other: number;
		readonly what: string;
	}) => {
		const times = runs === 1 ? '1 run' : `${runs} runs`;
		const came =
			again === 0 ? `It did not come again in ${times}: ${what}` : `It came again in ${again} of ${times}: ${what}`;
		return other === 0 ? came : `${came}\nSomething else was found in ${other} of ${times}.`;
	},
	otherVersion: (name: string, before: string, now: string) => `Not as it was: ${name} was ${before}, and is ${now}.`,
} as const;

/** What is said of a bundle. */
export const bundleMessages = {
	written: (file: string, names: readonly string[], program: string) =>
		[
			`Wrote ${file}: ${names.length} files. Secrets are masked, paths are relative to the project (.) and the home folder (~).`,
			'The gateway itself is not in it: a build is fetched again by its name, a program must be there.',
			`To repeat it: ${program} repro ${file}`,
			'',
		].join('\n'),
	readme: (title: string, file: string) =>
		[
			`A case that Gatelock ran: ${title}`,
			'',
			`Repeat it: npx gatelock repro ${file}`,
			`On another gateway: npx gatelock repro ${file} --gateway "<command>"`,
			'Judge its record again, after unpacking: npx gatelock judge <folder>',
			'',
			'cases/<id>/timeline.jsonl  what happened, one event a line',
			'cases/<id>/output/         what each instance printed',
			'cases/<id>/strace/         system calls, where a fault needed them',
			'cases/<id>/locks/          lock files as they were found',
			'run.json                   versions, limits, seed, gateway',
			'',
		].join('\n'),
} as const;

/** What `gatelock flakes` says. */
export const flakesMessages = {
	none: (known: number) =>
		known === 0
			? 'No run is stored in .gatelock. Next step: gatelock run --repeat 10'
			: `No case both passed and failed, of ${known} that are stored (--all shows them).`,
	columns: '    runs  passed  failed invalid    rate  case',
} as const;

/** What is told of the folder of a run. */
export const runFolderMessages = {
	removed: (names: readonly string[], { runs, megabytes }: { readonly runs: number; readonly megabytes: number }) =>
		`removed ${names.length === 1 ? `the older run ${names[0]}` : `${names.length} older runs`} from .gatelock (it keeps ${runs} runs and ${megabytes} MB; keep in gatelock.config.ts changes that)`,
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

/** What `matrix` and `bisect` say while they work. */
export const comparisonMessages = {
	asking: (name: string) => `${name}: asking the registry for its versions`,
	judging: (label: string, contract: string) => `${label}: judging by ${contract}`,
	judged: (
		done: number,
		total: number,
		column: {
			readonly build: string;
			readonly stored: boolean;
			readonly wallMs: number;
			readonly report: { readonly verdict: string } | null;
			readonly problem: string | null;
		},
	) => {
		const what = column.report?.verdict ?? `could not be judged: ${column.problem?.split('\n')[0] ?? ''}`;
		const how = column.stored ? 'from the store' : `${(column.wallMs / 1000).toFixed(0)} s`;
		return `${column.build}: ${what} (${how}; ${done} of ${total})`;
	},
	looking: (label: string, left: number) => `${label}: looking at it (${left} not looked at yet)`,
	seen: (label: string, observation: string, wallMs: number, reason: string | null) =>
		`${label}: ${observation}${reason === null ? '' : `, ${reason.split('\n')[0]}`} (${(wallMs / 1000).toFixed(0)} s)`,
} as const;

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
