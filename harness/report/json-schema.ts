import { z } from 'zod';
import { eventSchema, timelineSchemaVersion } from '../timeline/events.ts';
import { reportSchema } from './report.ts';

/** The JSON schema of what `--json` writes. */
export function reportJsonSchema(): object {
	return jsonSchemaOf(reportSchema, 'Gatelock report', 'What a run found: the file that `gatelock run --json` writes.');
}

/** The JSON schema of one event, that is, of one line of a timeline. */
export function timelineJsonSchema(): object {
	return jsonSchemaOf(
		eventSchema,
		'Gatelock timeline event',
		`One line of a case's timeline, version ${timelineSchemaVersion}.`,
	);
}

/** A schema as it is stored in docs/. */
export function schemaFileText(schema: object): string {
	return `${JSON.stringify(schema, undefined, '\t')}\n`;
}

function jsonSchemaOf(schema: z.ZodType, title: string, description: string): object {
	const { $schema, ...rest } = z.toJSONSchema(schema, {
		io: 'output',
		override: ({ jsonSchema }) => {
			// A later version may add a field; a reader that validates by this file must then still accept the report.
			if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
		},
	});
	return { $schema, title, description, ...rest };
}
