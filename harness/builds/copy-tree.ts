import { mkdir } from 'node:fs/promises';
import { execa } from 'execa';

/** A warmed home of 1,300 files takes 0.1 s; what takes minutes is no longer a home. */
const defaultTimeoutMs = 120_000;

/**
 * Copies what lies in one folder into another, with times, modes and links as they are; shares blocks where the file
 * system can. Faster than `fs.cp` for thousands of small files.
 *
 * @throws Error with cp's own words when it fails or takes longer than `timeoutMs`.
 */
export async function copyTree(from: string, to: string, timeoutMs: number = defaultTimeoutMs): Promise<void> {
	await mkdir(to, { recursive: true });
	const sharing = process.platform === 'linux' ? ['--reflink=auto'] : [];
	await execa('cp', ['-a', ...sharing, `${from}/.`, to], { stdin: 'ignore', timeout: timeoutMs });
}
