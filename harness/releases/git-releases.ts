import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { quoteForShell } from '../gateway/quote-for-shell.ts';
import { ReleaseChoiceError } from './errors.ts';
import { hashOf } from './fingerprint.ts';
import { releaseMessages } from './messages.ts';
import type { Span } from './registry-releases.ts';
import { type Release, ReleaseUnusableError } from './release.ts';
import { runShell } from './run-shell.ts';

export interface GitChoice {
	readonly folder: string;
	/** Run by a shell in each checkout; null when there is nothing to build. */
	readonly buildCommand: string | null;
	/** How the gateway is started, with the hole `{checkout}`; null starts the package's own `bin`. */
	readonly gateway: string | null;
}

const gitTimeoutMs = 5 * 60_000;
const buildTimeoutMs = 30 * 60_000;
const shownCharacters = 8;

/**
 * The commits from the good revision to the bad one, along the first parents. Each is checked out into a folder of its own
 * and built when it is looked at; the checkout itself stays as it is.
 *
 * @throws ReleaseChoiceError when a revision is not there, or when the bad one does not come after the good one.
 */
export async function gitReleases(choice: GitChoice, { good, bad }: Span): Promise<Release[]> {
	const first = await commitOf(choice.folder, '--good', good);
	const last = await commitOf(choice.folder, '--bad', bad);
	const list = await git(choice.folder, ['rev-list', '--first-parent', '--reverse', `${first}..${last}`]);
	const commits = list.stdout.split('\n').filter((line) => line !== '');
	if (list.exitCode !== 0 || commits.at(-1) !== last) {
		throw new ReleaseChoiceError('--bad', bad, releaseMessages.gitOrder);
	}
	const subjects = await git(choice.folder, ['log', '--no-walk=unsorted', '--format=%H %s', first, ...commits]);
	const titles = new Map(subjects.stdout.split('\n').map((line) => [line.slice(0, 40), line.slice(41)]));
	const root = mkdtempSync(path.join(tmpdir(), 'gatelock-bisect-'));
	// Made now so that its name is ours; each checkout makes it anew.
	rmSync(root, { recursive: true });
	return [first, ...commits].map((commit) => releaseOf(choice, commit, titles.get(commit) ?? '', root));
}

function releaseOf(choice: GitChoice, commit: string, title: string, root: string): Release {
	const checkout = path.join(root, commit.slice(0, shownCharacters));
	const gateway = choice.gateway?.replaceAll('{checkout}', quoteForShell(checkout)) ?? null;
	return {
		subject: {
			label: `${commit.slice(0, shownCharacters)} ${title}`.trim(),
			options: gateway === null ? ['--build', checkout] : ['--gateway', gateway],
			fingerprint: hashOf(commit, choice.buildCommand ?? '', choice.gateway ?? ''),
		},
		prepare: async (signal) => {
			const undo = async () => {
				await git(choice.folder, ['worktree', 'remove', '--force', '--force', checkout]);
				rmSync(root, { recursive: true, force: true });
				await git(choice.folder, ['worktree', 'prune']);
			};
			const added = await git(choice.folder, ['worktree', 'add', '--detach', '--force', checkout, commit]);
			try {
				if (added.exitCode !== 0) throw new ReleaseUnusableError(added.stderr);
				if (choice.buildCommand !== null) {
					await runShell(choice.buildCommand, { cwd: checkout, timeoutMs: buildTimeoutMs, signal });
				}
			} catch (error) {
				await undo();
				throw error;
			}
			return { [Symbol.asyncDispose]: undo };
		},
	};
}

async function commitOf(folder: string, option: string, revision: string): Promise<string> {
	const found = await git(folder, ['rev-parse', '--verify', '--end-of-options', `${revision}^{commit}`]);
	if (found.exitCode === 0) return found.stdout.trim();
	const said = found.stderr.trim().split('\n').at(-1) ?? '';
	throw new ReleaseChoiceError(option, revision, releaseMessages.git(folder, said));
}

async function git(folder: string, words: readonly string[]) {
	const { exitCode, stdout, stderr } = await execa('git', ['-C', folder, ...words], {
		reject: false,
		stdin: 'ignore',
		timeout: gitTimeoutMs,
	});
	return { exitCode: exitCode ?? null, stdout, stderr };
}
