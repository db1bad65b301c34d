/** The id that a title gives: `SIGKILL, then again` is `sigkill-then-again`. */
export function slug(title: string): string {
	return title
		.toLowerCase()
		.replaceAll(/[^a-z0-9]+/g, '-')
		.replaceAll(/^-|-$/g, '');
}
