import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { publishedSchemas, schemaFileText } from './json-schema.ts';

test.each(Object.entries(publishedSchemas))(
	'docs/%s is up to date (else: node harness/report/write-schemas.ts)',
	async (name, schemaOf) => {
		const stored = await readFile(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
		expect(stored).toBe(schemaFileText(schemaOf()));
	},
);
