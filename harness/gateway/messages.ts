/** Sentences about clients. */
export const clientMessages = {
	ended: (instance: string) => `${instance}: no client could connect: the instance has ended`,
	none: (instance: string, error: unknown) => `${instance}: no client could connect: ${String(error)}`,
	some: (instance: string, failed: number, count: number, error: unknown) =>
		`${instance}: ${failed} of ${count} clients could not connect: ${String(error)}`,
	admitted: (instance: string, admitted: number, count: number, error: unknown) =>
		`${instance}: the gateway lets ${admitted} of ${count} clients in (${String(error)}).`,
} as const;
