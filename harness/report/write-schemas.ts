import { writeFileSync } from 'node:fs';
import { publishedSchemas, schemaFileText } from './json-schema.ts';

/** Writes the published JSON schemas: `node harness/report/write-schemas.ts`. A test fails when they are stale. */
const docs = new URL('../../docs/', import.meta.url);
for (const [name, schemaOf] of Object.entries(publishedSchemas)) {
	writeFileSync(new URL(name, docs), schemaFileText(schemaOf()));
}
