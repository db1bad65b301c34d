/** What a finding of an exploration or a storm says of how to see it again. Pure. */
export function repeatLines(
	folder: string,
	finding: { readonly folder: string; readonly replay: string; readonly scenario: string },
): string[] {
	return [
		`   Record: ${folder}/${finding.folder}`,
		`   Again: ${finding.replay}`,
		'   As a scenario:',
		...finding.scenario
			.trimEnd()
			.split('\n')
			.map((line) => `     ${line}`),
	];
}
