/** What a comparison of builds says while it works, and when it cannot. */
export const releaseMessages = {
	nothingInRange: (known: readonly string[]) =>
		known.length === 0
			? 'a package that the registry has versions of'
			: `a range or a version that holds published ones; there are ${known.length}, from ${known[0]} to ${known.at(-1)}`,
	noEntry: 'a list such as openclaw@2026.4.29,openclaw@>=2026.8,./folder',
	tooMany: (count: number, most: number) => `at most ${most} builds at once, these are ${count}; give a narrower range`,
	order: (name: string) => `a published version of ${name} that is later than --good`,
	notPublished: (name: string, near: readonly string[]) =>
		`a published version of ${name}${near.length === 0 ? '' : `, such as ${near.join(', ')}`}`,
	git: (folder: string, said: string) => `a revision of the checkout ${folder} (git: ${said})`,
	gitOrder: 'a revision that comes after --good',
	endedWithout: (code: number | null, signal: string | null) =>
		`the run ended with ${signal ?? `exit code ${code}`} and no report`,
	timedOut: (minutes: number) => `it was not judged within ${minutes} minutes`,
	buildFailed: (how: string) => `the build command ended with ${how}`,
} as const;
