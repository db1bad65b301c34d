import { z } from 'zod';
import type { Isolation } from './isolation.ts';

/** See `Isolation`. */
export const isolationSchema: z.ZodType<Isolation> = z.discriminatedUnion('kind', [
	z.object({ kind: z.literal('namespaces'), arenaRoot: z.string() }),
	z.object({
		kind: z.literal('process-groups'),
		reason: z.string(),
		arenaRoot: z.string(),
		reaperPid: z.int().positive().optional(),
	}),
]);
