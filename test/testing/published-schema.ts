import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { repository } from './repository.ts';

/** What a published JSON schema, as it lies in docs/, says against a file that the kit wrote; nothing when it holds. */
export function againstSchema(name: string, file: string): readonly unknown[] {
	const published = JSON.parse(readFileSync(path.join(repository, 'docs', name), 'utf8'));
	const checked = z.fromJSONSchema(published).safeParse(JSON.parse(readFileSync(file, 'utf8')));
	return checked.success ? [] : checked.error.issues;
}
