import { writeFileSync } from 'node:fs';
import { reportJsonSchema, schemaFileText, timelineJsonSchema } from './json-schema.ts';

/** Writes the published JSON schemas: `node harness/report/write-schemas.ts`. A test fails when they are stale. */
const docs = new URL('../../docs/', import.meta.url);
writeFileSync(new URL('report.schema.json', docs), schemaFileText(reportJsonSchema()));
writeFileSync(new URL('timeline.schema.json', docs), schemaFileText(timelineJsonSchema()));
