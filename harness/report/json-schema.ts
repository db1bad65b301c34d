import { z } from 'zod';
import { eventSchema, timelineSchemaVersion } from '../timeline/events.ts';
import { bisectReportSchema } from './bisect-report.ts';
import { crashReportSchema } from './crash-report.ts';
import { matrixReportSchema } from './matrix-report.ts';
import { raceReportSchema } from './race-report.ts';
import { reportSchema } from './report.ts';
import { stormReportSchema } from './storm-report.ts';

/** The published schemas by the name of their file in docs/. */
export const publishedSchemas: Readonly<Record<string, () => object>> = {
	'report.schema.json': reportJsonSchema,
	'matrix.schema.json': matrixJsonSchema,
	'bisect.schema.json': bisectJsonSchema,
	'crashes.schema.json': crashesJsonSchema,
	'races.schema.json': racesJsonSchema,
	'storm.schema.json': stormJsonSchema,
	'timeline.schema.json': timelineJsonSchema,
};

/** The JSON schema of what `gatelock run --json` writes. */
function reportJsonSchema(): object {
	return jsonSchemaOf(reportSchema, 'Gatelock report', 'What a run found: the file that `gatelock run --json` writes.');
}

function matrixJsonSchema(): object {
	return jsonSchemaOf(
		matrixReportSchema,
		'Gatelock matrix',
		'Many builds, each with its whole report: the file that `gatelock matrix --json` writes.',
	);
}

function bisectJsonSchema(): object {
	return jsonSchemaOf(
		bisectReportSchema,
		'Gatelock bisect',
		'The first bad release and what was looked at to find it: the file that `gatelock bisect --json` writes.',
	);
}

function crashesJsonSchema(): object {
	return jsonSchemaOf(
		crashReportSchema,
		'Gatelock crash points',
		'Every point, state and finding: the file that `gatelock explore crashes --json` writes.',
	);
}

function racesJsonSchema(): object {
	return jsonSchemaOf(
		raceReportSchema,
		'Gatelock races',
		'Every order of two contenders that was run: the file that `gatelock explore races --json` writes.',
	);
}

function stormJsonSchema(): object {
	return jsonSchemaOf(
		stormReportSchema,
		'Gatelock storm',
		'What random stories broke, shrunk: the file that `gatelock storm --json` writes.',
	);
}

/** The JSON schema of one event, that is, of one line of a timeline. */
function timelineJsonSchema(): object {
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
