import { mkdir } from 'node:fs/promises';
import { z } from 'zod';
import { defaultCacheDir } from '../builds/cache-dir.ts';
import { runNpm } from '../builds/npm-client.ts';

/** The answer to one question is small; a registry that needs longer is not there. */
const timeoutMs = 2 * 60_000;

export interface PublishedVersions {
	readonly versions: readonly string[];
	/** `latest` to its version. */
	readonly tags: Readonly<Record<string, string>>;
}

const answerSchema = z.object({
	// npm says a single version as a text.
	versions: z.union([z.array(z.string()), z.string().transform((one) => [one])]),
	'dist-tags': z.record(z.string(), z.string()).default({}),
});

/**
 * Asks the registry that npm is configured for what it has of a package.
 *
 * @throws BuildUnobtainableError (`not-on-registry`, `registry-unreachable`)
 */
export async function publishedVersions(name: string, signal?: AbortSignal): Promise<PublishedVersions> {
	const cwd = defaultCacheDir();
	await mkdir(cwd, { recursive: true });
	const answer = await runNpm({
		spec: name,
		arguments: ['view', name, 'versions', 'dist-tags', '--json', '--loglevel=error'],
		cwd,
		node: process.execPath,
		timeoutMs,
		signal,
	});
	const { versions, 'dist-tags': tags } = answerSchema.parse(JSON.parse(answer));
	return { versions, tags };
}
