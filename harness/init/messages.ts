/** What the written files import. */
const installKit = '  install gatelock in this project, as the README says: the files import it';

/** Every sentence of `gatelock init` and `gatelock new`. */
export const initMessages = {
	wrote: (file: string) => `wrote   ${file}`,
	kept: (file: string, why: string) => `kept    ${file} (${why})`,
	added: (file: string, what: string) => `added   ${what} to ${file}`,
	vitestConfigIsYours:
		"it is yours; add 'scenarios/**/*.scenario.ts' to its test.include, to run scenarios in an editor",
	mayOverwrite: (files: readonly string[]) =>
		`${files.join(', ')} ${files.length === 1 ? 'is' : 'are'} there already. Overwrite? [y/N] `,
	forceToOverwrite: 'gatelock init --force overwrites',
	anotherTitle: 'choose another title, or edit that file',
	nextSteps: (id: string, { isGatewayNamed, isKitThere }: { isGatewayNamed: boolean; isKitThere: boolean }) =>
		[
			'',
			'Next steps:',
			...(isKitThere ? [] : [installKit]),
			...(isGatewayNamed ? [] : ['  name your gateway in gatelock.config.ts']),
			`  npx gatelock run ${id}    runs the new scenario`,
			`  npx gatelock run ${' '.repeat(id.length)}    runs it and all that the kit brings`,
			'',
		].join('\n'),
	nextStepsOfNew: (id: string, isKitThere: boolean) =>
		isKitThere
			? `\nNext step: npx gatelock run ${id}\n`
			: ['', 'Next steps:', installKit, `  npx gatelock run ${id}`, ''].join('\n'),
} as const;
