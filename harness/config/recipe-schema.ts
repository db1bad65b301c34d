import { z } from 'zod';
import type { Recipe } from '../builds/recipe.ts';

const text = z.string().min(1);
const words = z.array(z.string());
const table = z.record(z.string(), z.string());

/** A recipe from a config file. */
export const recipeSchema: z.ZodType<Recipe> = z.strictObject({
	id: text,
	name: text,
	versions: z.strictObject({ from: text, to: text.exactOptional() }),
	node: z.string().regex(/^\d+\.\d+\.\d+$/, { error: 'one exact version of Node, such as 24.21.0' }),
	overrides: table,
	extraDependencies: table,
	leftOut: words,
	prepare: z.strictObject({ whenExists: text, arguments: words }).nullable(),
	entry: z.union([z.strictObject({ bin: text }), z.strictObject({ file: text })]),
	arguments: words,
	environment: table,
	warm: z.strictObject({ keep: words }),
});
