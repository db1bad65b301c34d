import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { reportJsonSchema, schemaFileText, timelineJsonSchema } from './json-schema.ts';

test.each([
	['report.schema.json', reportJsonSchema()],
	['timeline.schema.json', timelineJsonSchema()],
])('docs/%s is up to date (else: node harness/report/write-schemas.ts)', async (name, schema) => {
	const stored = await readFile(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
	expect(stored).toBe(schemaFileText(schema));
});
