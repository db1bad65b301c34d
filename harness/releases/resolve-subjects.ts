import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { parseDateVersion } from '../builds/date-version.ts';
import { parseGatewayCommand } from '../gateway/command.ts';
import { ReleaseChoiceError } from './errors.ts';
import { fingerprintOf } from './fingerprint.ts';
import { releaseMessages } from './messages.ts';
import type { PublishedVersions } from './published-versions.ts';
import { inReleaseOrder, parseReleaseRange, versionsInRange } from './release-range.ts';
import type { Subject } from './subject.ts';

/** More columns than this are read by nobody, and take days. */
const mostSubjects = 200;

export interface SubjectChoice {
	/** `--builds`: names with versions or ranges, folders, tarballs. */
	readonly builds: readonly string[];
	/** `--gateway`: commands. */
	readonly gateways: readonly string[];
	readonly betas: boolean;
}

/** Where the versions of a package are had from; asked at most once for each. */
export type ListVersions = (name: string) => Promise<PublishedVersions>;

/**
 * The builds that a choice means, in its order, each once.
 *
 * @throws ReleaseChoiceError, BuildUnobtainableError, GatewayCommandError
 */
export async function resolveSubjects(choice: SubjectChoice, cwd: string, list: ListVersions): Promise<Subject[]> {
	const asked = new Map<string, Promise<PublishedVersions>>();
	const listOnce: ListVersions = (name) => {
		const answer = asked.get(name) ?? list(name);
		asked.set(name, answer);
		return answer;
	};
	const entries = choice.builds.flatMap((text) => text.split(',')).map((text) => text.trim());
	if (entries.includes('')) throw new ReleaseChoiceError('--builds', choice.builds.join(','), releaseMessages.noEntry);
	const found: Subject[] = [];
	for (const entry of entries) found.push(...(await subjectsOf(entry, choice.betas, cwd, listOnce)));
	for (const command of choice.gateways) found.push(commandSubject(command, cwd));
	const subjects = [...new Map(found.map((each) => [each.options.join(' '), each])).values()];
	if (subjects.length > mostSubjects) {
		const given = [...entries, ...choice.gateways].join(',');
		throw new ReleaseChoiceError('--builds', given, releaseMessages.tooMany(subjects.length, mostSubjects));
	}
	return subjects;
}

/** One published version of a package. */
export function releaseSubject(name: string, version: string): Subject {
	const build = `${name}@${version}`;
	return { label: build, options: ['--build', build], fingerprint: build };
}

/** Any program, named by its command. */
export function commandSubject(command: string, cwd: string): Subject {
	const { words } = parseGatewayCommand(command, cwd);
	const files = words.filter((word) => path.isAbsolute(word) && existsSync(word));
	return { label: command, options: ['--gateway', command], fingerprint: `${command} ${fingerprintOf(files)}` };
}

async function subjectsOf(entry: string, betas: boolean, cwd: string, list: ListVersions): Promise<Subject[]> {
	const at = entry.indexOf('@', 1);
	const isPath = /^[./~]/.test(entry) || (entry.includes('/') && !entry.startsWith('@')) || entry.endsWith('.tgz');
	if (isPath || at === -1) return [placeSubject(entry, cwd)];
	const name = entry.slice(0, at);
	const wanted = entry.slice(at + 1).trim();
	// One whole version is taken at its word, so that nothing is asked when everything lies in the cache.
	if (parseDateVersion(wanted) !== null) return [releaseSubject(name, wanted)];
	const { versions, tags } = await list(name);
	const range = parseReleaseRange(wanted);
	const tagged = tags[wanted];
	const chosen = range === null ? (tagged === undefined ? [] : [tagged]) : versionsInRange(versions, range, { betas });
	if (chosen.length > 0) return chosen.map((version) => releaseSubject(name, version));
	throw new ReleaseChoiceError('--builds', entry, releaseMessages.nothingInRange(inReleaseOrder(versions)));
}

function placeSubject(entry: string, cwd: string): Subject {
	const place = path.resolve(cwd, entry.replace(/^~(?=\/|$)/, homedir()));
	return { label: entry, options: ['--build', entry], fingerprint: `${place} ${fingerprintOf([place])}` };
}
