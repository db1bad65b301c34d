import type { CapabilityName } from '../arena/capabilities.ts';
import { column, type Look, paragraph, verbatim } from '../report/layout.ts';
import { doctorMessages as say } from './messages.ts';

/** What no case needs, and something else does. */
export type OptionalName = 'chromium';

/** What a machine has for the kit. */
export interface Diagnosis {
	readonly schema: 1;
	readonly gatelock: string;
	readonly node: string;
	readonly platform: string;
	readonly user: string;
	readonly isolation: string;
	readonly capabilities: readonly {
		readonly name: CapabilityName | OptionalName;
		readonly present: boolean;
		readonly reason?: string;
		/** What is removed without it. */
		readonly removes: string;
		readonly nextStep?: string;
		/** To be copied: installs what is missing, or allows it. */
		readonly command?: string;
	}[];
}

/** The diagnosis for a terminal: marks, names and texts in three columns. Pure. */
export function renderDiagnosis(diagnosis: Diagnosis, look: Look): string {
	const width = Math.max(...diagnosis.capabilities.map(({ name }) => name.length));
	const row = (mark: string, name: string, text: string) =>
		paragraph([{ text }], { text: `${mark} ${column(name, width)}  ` }, look);
	const missing = diagnosis.capabilities.filter(({ present }) => !present).length;
	const lines = [
		...paragraph([{ text: say.machine(diagnosis) }], { text: '' }, look),
		...paragraph([{ text: diagnosis.isolation }], { text: say.isolation }, look),
		'',
		...diagnosis.capabilities.flatMap(({ name, present, reason, removes, nextStep, command }) =>
			present
				? row('✓', name, say.present)
				: [
						...row('✗', name, say.missing(reason ?? '')),
						...row(' ', '', say.withoutIt(removes)),
						...(nextStep === undefined ? [] : row(' ', '', say.nextStep(nextStep))),
						...(command === undefined ? [] : [verbatim(say.run(command), { text: ' '.repeat(width + 4) }, look)]),
					],
		),
		'',
		...paragraph([{ text: say.sum(missing) }], { text: '' }, look),
	];
	return `${lines.join('\n')}\n`;
}
